import { describe, expect, it } from 'vitest';
import { types } from '../../../src/commands/types/index.ts';
import { collectionsOf, type Schema } from '../../../src/schema/model.ts';
import type { Emitter } from '../../../src/schema/types/emitter.ts';
import { hashOf, isGenerated, isSameOutput } from '../../../src/schema/types/header.ts';
import { languages } from '../../../src/schema/types/registry.ts';
import {
  choice,
  collection,
  type EmitSettings,
  emittedFile,
  everyField,
  field,
  oddSchema,
  relation,
  ringSchema,
  schemaOf,
  text,
} from '../../kit/schemas.ts';

const emitters = await Promise.all(
  Object.entries(languages).map(async ([name, load]) => [name, await load()] as const),
);

describe.each(emitters)('%s', (name, emitter) => {
  it('has the name under which it is found', () => expect(emitter.name).toBe(name));

  it('story 10: gives the same bytes for the same schema', () => {
    for (const schema of [oddSchema, everyField, ringSchema])
      expect(emittedFile(emitter, schema)).toEqual(emittedFile(emitter, structuredClone(schema)));
  });

  it('has a header by which its files are recognised', () => {
    expect(isGenerated(emittedFile(emitter, oddSchema))).toBe(true);
  });

  it('is the same but for the command if only that differs', () => {
    const first = emittedFile(emitter, everyField);
    const moved = first.replace(/appwrite-cli types (?=-)/, 'appwrite-cli types src/x.y ');
    expect(moved).not.toBe(first);
    expect(isSameOutput(moved, first)).toBe(true);
    expect(isSameOutput(`${moved} `, first)).toBe(false);
  });

  it('story 6: has null items for lists that are not required, and for others only if older documents count', () => {
    const of = (required: boolean, settings: EmitSettings) =>
      emittedFile(
        emitter,
        schemaOf({ main: [collection('c', [text('tags', { array: true, required })])] }),
        settings,
      );
    const takesNull = emitter.options?.includes('nullableItems') ?? true;
    expect(of(true, { nullableItems: true })).toBe(of(true, {}));
    expect(of(false, { nullableItems: true }) !== of(false, {})).toBe(takesNull);
    expect(
      of(true, { nullableItems: true, nullableRequired: true }) !== of(true, { nullableRequired: true }),
    ).toBe(takesNull);
  });

  it.skipIf(emitter.options?.includes('dates') === false)(
    'tells the form of a date only where it is text',
    () => {
      const schema = schemaOf({ main: [collection('c', [field('at', { kind: 'datetime' })])] });
      expect(emittedFile(emitter, schema, { dates: 'date' })).not.toContain('with a zone.');
    },
  );

  it('story 18: takes time in proportion to the number of collections', () => {
    // Quadratic work grows sixteenfold. Other work on the machine makes single ratios larger.
    expect([1, 2, 3].some(() => growth(emitter) < 10)).toBe(true);
  });
});

function schemaOfSize(count: number): Schema {
  const collections = Array.from({ length: count }, (_, at) =>
    collection(`c${at}`, [
      text('title', { required: true }),
      choice('state', ['a', 'b', 'c']),
      field('count', { kind: 'integer', min: 0n }),
      relation('next', `c${(at + 1) % count}`, { twoWayKey: 'previous' }),
      relation('previous', `c${(at + count - 1) % count}`, { side: 'child', twoWayKey: 'next' }),
    ]),
  );
  return schemaOf({ main: collections, copy: collections });
}

const [small, large] = [schemaOfSize(40), schemaOfSize(160)];

/** Returns the time for four times the collections, as a ratio. */
function growth(emitter: Emitter): number {
  const timeOf = (schema: Schema) => {
    const start = performance.now();
    emittedFile(emitter, schema);
    return performance.now() - start;
  };
  timeOf(small);
  return timeOf(large) / timeOf(small);
}

it('offers the styles of all languages', () => {
  const styles = new Set(emitters.flatMap(([, { styles: all = [] }]) => all));
  expect(types.flags.find(({ key }) => key === 'style')!.choices).toEqual([...styles]);
});

it('hashes everything of a schema', () => {
  const hashes = [oddSchema, everyField, ringSchema].map(hashOf);
  expect(new Set(hashes).size).toBe(3);
  const [every] = collectionsOf(everyField);
  const fields = every!.fields.map((each) =>
    each.key === 'hugeDefault' ? { ...each, default: 9007199254740992n } : each,
  );
  expect(hashOf(schemaOf({ main: [{ ...every!, fields }] }))).not.toBe(hashOf(everyField));
});
