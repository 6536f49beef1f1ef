import { describe, expect, it } from 'vitest';
import { databases } from '../../src/api/databases.ts';
import { documentsDb } from '../../src/api/documents-db.ts';
import type { Group } from '../../src/api/schema.ts';
import { tablesDb } from '../../src/api/tables-db.ts';
import { vectorsDb } from '../../src/api/vectors-db.ts';
import { examples, examplesOf } from '../../src/cli/help/examples.ts';
import { queryFlags } from '../../src/operations/query/flags.ts';
import { runLine } from '../kit/in-process.ts';

/** Every text of a group that people read or type, but the scopes and replacements, which name both sides. */
const textsOf = ({ operations }: Group) =>
  operations.flatMap(
    ({ command, section, summary, about = '', path, response, params, carryOver, boundsFrom }) => [
      ...[command, section, summary, about, path, response ?? ''],
      ...params.flatMap(({ name, flag, help }) => [name, flag, help]),
      ...[carryOver?.reads.path ?? '', boundsFrom?.path ?? ''],
    ],
  );

describe('groups of databases', () => {
  it.each([
    ['tables-db', tablesDb.at('1.9'), /document|collection|attribute/i],
    ['databases', databases.at('1.9'), /\brows?\b|\btables?\b|\bcolumns?\b|tablesdb/i],
    ['documents-db', documentsDb.at('1.9'), /\brows?\b|\btables?\b|\bcolumns?\b|\/databases/i],
    ['vectors-db', vectorsDb.at('1.9'), /\brows?\b|\btables?\b|\bcolumns?\b|\/databases/i],
  ])('keep to their words: %s', (_, group, foreign) => {
    expect(textsOf(group).filter((text) => foreign.test(text))).toEqual([]);
  });

  it('has the same operations for tables as for collections', () => {
    const { operations } = tablesDb.at('1.9');
    const replaced = databases.at('1.9').operations.filter(({ deprecated }) => deprecated);
    const named = operations.map(({ group, command }) => `${group} ${command}`);
    expect(replaced.filter(({ replacement }) => !named.includes(replacement!))).toEqual([]);
    expect(operations).toHaveLength(databases.at('1.9').operations.length);
  });

  it('offer what chooses documents to a change of many, and nothing that pages', () => {
    const offered = (command: string) =>
      queryFlags(tablesDb.at('1.8').operations.find((operation) => operation.command === command)!);
    const chosen = ['--where', '--sort', '--limit'];
    expect(offered('update-rows').map(({ flag }) => flag)).toEqual(chosen);
    expect(offered('delete-rows').map(({ flag }) => flag)).toEqual(chosen);
  });
});

describe('examples of tables-db', () => {
  const paths = tablesDb.at('1.8').operations.map(({ command }) => `tables-db ${command}`);
  const lines = ['tables-db', ...paths].flatMap((path) => examplesOf(path));

  it('follow from those of databases', () => {
    expect(lines.length).toBeGreaterThan(30);
    expect(lines.filter((line) => !line.startsWith('appwrite-cli tables-db '))).toEqual([]);
    expect(examplesOf('tables-db list-rows')[0]).toBe(
      examples['databases list-documents']![0]!.replace('databases list-documents', 'tables-db list-rows'),
    );
  });

  /** Lines that need no shell and no file. */
  const plain = lines.filter((line) => !/[|<#@]|:='/.test(line));

  it.each(plain)('are right: %s', async (line) => {
    const words = [...line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)].map(([word]) =>
      word.replaceAll(/["']/g, ''),
    );
    const env = { APPWRITE_ENDPOINT: 'http://127.0.0.1/v1', APPWRITE_PROJECT_ID: 'p' };
    const { code, stderr } = await runLine([...words.slice(1), '--api-version', '1.8', '--dry-run'], { env });
    expect({ code, stderr }).toMatchObject({ code: 0 });
  });
});
