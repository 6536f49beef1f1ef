/** Files of some size, and in the shapes of the official CLI, from nothing to a project. */
import { describe, expect, it } from 'vitest';
import { workplace } from './pushing.ts';

const count = 40;
const id = (at: number) => `c${at % count}`;

/** A collection with ten attributes, of which one is a two-way relationship to the next one: a ring. */
const collection = (at: number) => ({
  $id: id(at),
  databaseId: 'main',
  name: `Collection ${at}`,
  enabled: true,
  documentSecurity: at % 2 === 0,
  $permissions: ['read("any")', 'write("users")'],
  attributes: [
    ...Array.from({ length: 5 }, (_, key) => ({ key: `text${key}`, type: 'string', size: 20 + key })),
    { key: 'count', type: 'integer', min: 0, max: 100, default: 3 },
    { key: 'ratio', type: 'double', min: 0.25, max: 2.75 },
    { key: 'state', type: 'string', format: 'enum', elements: ['on', 'off'], default: 'on' },
    { key: 'at', type: 'datetime', required: true },
    {
      key: 'next',
      type: 'relationship',
      relatedCollection: id(at + 1),
      relationType: 'oneToOne',
      twoWay: true,
      twoWayKey: 'previous',
      onDelete: 'setNull',
      side: 'parent',
    },
  ],
  indexes: [
    { key: 'by_text', type: 'key', attributes: ['text0', 'text1'], orders: ['ASC', 'DESC'] },
    { key: 'by_count', type: 'unique', attributes: ['count'] },
  ],
});

describe('push of a whole file', () => {
  it('makes 40 collections with 400 attributes in a ring, and a second one sends nothing (story 21)', async () => {
    const place = await workplace({
      'appwrite.json': {
        projectId: 'sandbox',
        databases: [{ $id: 'main', name: 'Main' }],
        collections: Array.from({ length: count }, (_, at) => collection(at)),
      },
    });
    const { code, writes } = await place.run('push --yes --json');
    expect({ code, writes: writes.length }).toEqual({ code: 0, writes: 1 + count + count * 10 + count * 2 });
    expect(await place.run('push --yes --json')).toMatchObject({ code: 0, writes: [] });
    expect((await place.run('diff --exit-code')).code).toBe(0);
  });

  it('sends the bounds that version 5 rounded with every digit, or as none (story 2)', async () => {
    const place = await workplace({
      'appwrite.json': `{"projectId": "sandbox", "databases": [{"$id": "main", "name": "Main"}],
        "collections": [{"$id": "c", "databaseId": "main", "name": "C", "$permissions": [], "attributes": [
          {"key": "free", "type": "integer", "status": "available", "error": "", "required": false, "array": false, "min": -9223372036854776000, "max": 9223372036854776000, "default": null},
          {"key": "exact", "type": "integer", "status": "available", "error": "", "required": false, "array": false, "min": 1, "max": 9007199254740993, "default": 9007199254740993}
        ], "indexes": []}]}`,
    });
    expect((await place.run('push --yes --json')).code).toBe(0);
    const { stdout } = await place.run('databases list-attributes main c --json');
    expect(stdout).toMatch(/"key":"free".*?"min":-9223372036854775808,"max":9223372036854775807/);
    expect(stdout).toMatch(/"key":"exact".*?"min":1,"max":9007199254740993,"default":9007199254740993/);
    expect(await place.run('push --yes --json')).toMatchObject({ code: 0, writes: [] });
  });
});
