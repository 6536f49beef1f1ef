/**
 * Story 14: generated validators and the sandbox agree. They take and refuse the same data, and what the sandbox returns
 * is what they read.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeJson } from '../../../src/lib/json/raw.ts';
import { isEmptyObject, parseJson } from '../../../src/sandbox/core/json.ts';
import type { RelationType } from '../../../src/schema/attribute.ts';
import {
  type Collection,
  collectionsOf,
  type Field,
  isToMany,
  type Schema,
} from '../../../src/schema/model.ts';
import { nameCollections } from '../../../src/schema/types/names.ts';
import { zod } from '../../../src/schema/types/zod.ts';
import { checkersFor, libraryNames } from '../../kit/checkers.ts';
import { choice, collection, field, relation, schemaOf } from '../../kit/schemas.ts';
import { type TestSandbox, testSandbox } from '../../sandbox/client.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs: 0 });
});
afterAll(() => at.sandbox.close());

// --- Schemas that a server takes --------------------------------------------------------------------------------------

const beyond = 2n ** 53n + 1n;

/** Keys that are members of every object among them. */
const keys = ['class', 'constructor', 'toString', 'ship-to', 'a.b', '1st', 'value'];

const bounds = fc
  .uniqueArray(fc.constantFrom(-beyond, -7n, 0n, 7n, beyond), { minLength: 2, maxLength: 2 })
  .map((pair) => pair.toSorted((a, b) => (a < b ? -1 : 1)) as [bigint, bigint]);

const valueField = (key: string): fc.Arbitrary<Field> => {
  const flags = fc
    .record({ required: fc.boolean(), array: fc.boolean() })
    .map(({ required, array }) => ({ required, array }));
  const text = (format: 'plain' | 'email' | 'url' | 'ip', maxCharacters?: number) =>
    flags.map((each) => field(key, { kind: 'text', format, maxCharacters }, each));
  return fc.oneof(
    text('plain', 3),
    text('email'),
    text('url'),
    text('ip'),
    flags.map((each) => choice(key, ['a b', 'constructor', '"', '\u{1f600}'], each)),
    flags.map((each) => field(key, { kind: 'integer' }, each)),
    fc.tuple(bounds, flags).map(([[min, max], each]) => field(key, { kind: 'integer', min, max }, each)),
    flags.map((each) => field(key, { kind: 'double', min: -0.5, max: 0.123456789012345 }, each)),
    flags.map((each) => field(key, { kind: 'double' }, each)),
    flags.map((each) => field(key, { kind: 'boolean' }, each)),
    flags.map((each) => field(key, { kind: 'datetime' }, each)),
    fc.constant(field(key, { kind: 'integer', min: 0n }, { default: 7n })),
    fc.constant(choice(key, ['a', 'b'], { default: 'b' })),
  );
};

const fieldsOf = fc
  .uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 4 })
  .chain((some) => fc.tuple(...some.map(valueField)));

interface Link {
  readonly relationType: RelationType;
  readonly twoWay: boolean;
}

const link: fc.Arbitrary<Link> = fc.record({
  relationType: fc.constantFrom('oneToOne', 'oneToMany', 'manyToOne', 'manyToMany'),
  twoWay: fc.boolean(),
});

/** Two collections with a relationship between them, and maybe a second one. */
const schemas = fc
  .tuple(fieldsOf, fieldsOf, link, fc.option(link, { nil: undefined }))
  .map(([left, right, first, second]) => {
    const links = second && second.relationType !== 'manyToMany' ? [first, second] : [first];
    return schemaOf({
      main: [
        collection('left', [
          ...left,
          ...links.map(({ relationType, twoWay }, index) =>
            relation(`to${index}`, 'right', { relationType, ...(twoWay && { twoWayKey: `back${index}` }) }),
          ),
        ]),
        collection('right', [
          ...right,
          ...links.flatMap(({ relationType, twoWay }, index) =>
            twoWay
              ? [relation(`back${index}`, 'left', { relationType, side: 'child', twoWayKey: `to${index}` })]
              : [],
          ),
        ]),
      ],
    });
  });

let databases = 0;

/** Makes the collections on the sandbox. Returns the path of their database. */
async function created(schema: Schema): Promise<string> {
  const databaseId = `run${databases++}`;
  const path = `/databases/${databaseId}`;
  const post = async (to: string, body: object) => {
    const answer = await at.request('POST', to, { body: encodeJson(body) });
    expect(answer.status, `${to} ${answer.text}`).toBeLessThan(300);
  };
  await post('/databases', { databaseId, name: databaseId });
  const collections = collectionsOf(schema);
  for (const { id } of collections)
    await post(`${path}/collections`, { collectionId: id, name: id, permissions: ['read("any")'] });
  for (const { id, fields } of collections)
    for (const each of fields) {
      const [kind, body] = attributeOf(each);
      if (kind === undefined) continue;
      await post(`${path}/collections/${id}/attributes/${kind}`, { key: each.key, ...body });
    }
  for (const { id } of collections)
    await expect.poll(() => pendingAttributes(path, id), { interval: 2 }).toEqual([]);
  return path;
}

async function pendingAttributes(path: string, id: string): Promise<unknown[]> {
  const { json } = await at.request('GET', `${path}/collections/${id}`);
  return json.attributes.filter(({ status }: { status: string }) => status !== 'available');
}

/** Returns the operation that makes an attribute, and its parameters; nothing for the other side of a relationship. */
function attributeOf({ type, required, array, default: value }: Field): [string | undefined, object] {
  const common = { required, array, ...(value !== undefined && { default: value }) };
  switch (type.kind) {
    case 'text':
      return type.format === 'plain'
        ? ['string', { ...common, size: type.maxCharacters }]
        : [type.format, common];
    case 'enum':
      return ['enum', { ...common, elements: type.elements }];
    case 'integer':
      return ['integer', { ...common, min: type.min, max: type.max }];
    case 'double':
      return ['float', { ...common, min: type.min, max: type.max }];
    case 'relationship': {
      const { related, relationType, twoWay, twoWayKey, onDelete, side } = type;
      const body = { relatedCollectionId: related, type: relationType, twoWay, twoWayKey, onDelete };
      return side === 'child' ? [undefined, {}] : ['relationship', body];
    }
    default:
      return [type.kind, common];
  }
}

// --- Data -------------------------------------------------------------------------------------------------------------

const junk = fc.constantFrom<unknown>(null, true, 0, 0.5, '', 'x', [], {}, [null], ['x'], [[]], { x: 1 });

const pieces = [
  'a',
  'b1',
  '.',
  '-',
  '@',
  'example',
  '.com',
  ':',
  '/',
  '//',
  '1',
  '255',
  '::',
  'http',
  ' ',
  'é',
  '😀',
];
const assembled = fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join(''));

/** Values of a type that are taken, or nearly. */
function singleValue({ type }: Field): fc.Arbitrary<unknown> {
  switch (type.kind) {
    case 'text':
      if (type.format === 'email')
        return fc.oneof(
          fc.constantFrom('ada@example.com', 'a+b@c-d.de', 'ada@localhost', 'a@b.1'),
          assembled,
        );
      if (type.format === 'url')
        return fc.oneof(
          fc.constantFrom(
            'https://example.com/a?b',
            'app://x',
            'http://a_b',
            'http://999.1.1.1',
            'mailto:a@b.de',
          ),
          assembled.map((rest) => `http://${rest}`),
        );
      if (type.format === 'ip')
        return fc.oneof(fc.constantFrom('127.0.0.1', '::1', '1:2::8', '1.2.3'), assembled);
      return fc.string({ unit: fc.constantFrom('a', '😀', 'é', '\n'), maxLength: 4 });
    case 'enum':
      return fc.constantFrom(...type.elements, 'A b', 'prototype');
    case 'integer': {
      const near = [type.min, type.max, 0n]
        .filter((bound) => bound !== undefined)
        .flatMap((bound) => [bound - 1n, bound, bound + 1n]);
      const isBeyond = near.some((bound) => bound > Number.MAX_SAFE_INTEGER);
      return fc.constantFrom<unknown>(
        ...near.filter((each) => isBeyond || Number.isSafeInteger(Number(each))).map(plainInteger),
        0.5,
        '5',
      );
    }
    case 'double':
      return fc.constantFrom<unknown>(
        0,
        -0.5,
        -0.6,
        0.123456789012345,
        0.1234567890123451,
        1e300,
        1 / 7,
        '0',
      );
    case 'boolean':
      return fc.constantFrom<unknown>(true, false, 1, 'true');
    case 'datetime':
      return fc.oneof(
        fc.constantFrom(
          '2024-02-29T10:00:00.000+00:00',
          '2023-02-29T10:00:00Z',
          '2024-01-31',
          '2024-01-31T10:00:00+05:30',
          'tomorrow',
        ),
        fc
          .date({ noInvalidDate: true, min: new Date(0), max: new Date('2200-01-01') })
          .map((date) => date.toISOString()),
      );
    default:
      throw new Error(`no values of the type ${type.kind}`);
  }
}

/** Integers that JavaScript holds exactly are numbers. */
const plainInteger = (value: bigint): number | bigint =>
  Number.isSafeInteger(Number(value)) ? Number(value) : value;

function valuesOf(each: Field): fc.Arbitrary<unknown> {
  const single = singleValue(each);
  const item = fc.oneof({ weight: 9, arbitrary: single }, { weight: 1, arbitrary: junk });
  const value = each.array ? fc.array(item, { maxLength: 2 }) : single;
  return fc.oneof({ weight: 12, arbitrary: value }, { weight: 1, arbitrary: junk });
}

/** Related documents to write: IDs of some that exist, and nested ones. A server ignores what is nested deeper. */
function relatedValue(each: Field, schema: Schema): fc.Arbitrary<unknown> {
  if (each.type.kind !== 'relationship') throw new Error('no relationship');
  const { related, twoWayKey } = each.type;
  const target = collectionsOf(schema).find(({ id }) => id === related)!;
  const values = target.fields.filter(({ type, key }) => type.kind !== 'relationship' && key !== twoWayKey);
  const nested = fc.tuple(
    dataOf(values, schema, 'create'),
    fc.constantFrom({}, {}, { $id: 'not an ID' }, { $id: `${related}0` }, { $permissions: ['read("any")'] }),
  );
  const one = fc.oneof(
    fc.constant(`${related}0`),
    nested.map(([data, others]) => ({ ...data, ...others })),
    junk.filter((value) => typeof value !== 'string'),
  );
  const many = fc.oneof(
    { weight: 5, arbitrary: fc.array(one, { maxLength: 2 }) },
    // The server takes an empty object for an empty list, which the types do not have.
    { weight: 1, arbitrary: junk.filter((value) => !isEmptyObject(value)) },
  );
  return isToMany(each.type) ? many : one;
}

function dataOf(fields: readonly Field[], schema: Schema, use: 'create' | 'update'): fc.Arbitrary<object> {
  const members = Object.fromEntries(
    fields.map((each) => {
      const value = each.type.kind === 'relationship' ? relatedValue(each, schema) : valuesOf(each);
      const isNeeded = use === 'create' && each.required;
      return [each.key, fc.option(value, { nil: undefined, freq: isNeeded ? 15 : 2 })];
    }),
  );
  const others = fc.constantFrom({}, {}, {}, {}, {}, { other: 1 });
  return fc
    .tuple(fc.record(members), others)
    .map(([data, more]) =>
      Object.fromEntries(Object.entries({ ...data, ...more }).filter(([, value]) => value !== undefined)),
    );
}

/** Some data for a collection, and what it is for. */
const writes = (schema: Schema) =>
  fc.array(
    fc
      .tuple(
        fc.constantFrom(...collectionsOf(schema)),
        fc.constantFrom('create' as const, 'create' as const, 'update' as const),
      )
      .chain(([target, use]) =>
        dataOf(target.fields, schema, use).map((data) => ({ id: target.id, use, data })),
      ),
    { minLength: 25, maxLength: 25 },
  );

/** Data that a server takes and data that it refuses: however the rest falls out, there is some of both. */
function knownWrites(target: Collection) {
  const { id } = target;
  const data = leastData(target);
  return (['create', 'update'] as const).flatMap((use) => [
    { id, use, data, isTaken: true },
    { id, use, data: { ...data, other: 1 }, isTaken: false },
  ]);
}

/** The least data of a document that a server takes, which is not none. */
function leastData({ fields }: Collection): object {
  const needed = fields.filter(({ required }) => required);
  return needed.length > 0
    ? Object.fromEntries(needed.map((each) => [each.key, each.array ? [] : leastValue(each)]))
    : { [fields[0]!.key]: null };
}

function leastValue({ type }: Field): unknown {
  switch (type.kind) {
    case 'text':
      return { plain: '', email: 'a@b.de', url: 'http://a', ip: '::' }[type.format];
    case 'enum':
      return type.elements[0];
    case 'integer':
      return plainInteger(type.max ?? 0n);
    case 'double':
      return 0;
    case 'boolean':
      return true;
    default:
      return '2024-01-31T10:00:00Z';
  }
}

const holdsBigint = (value: unknown): boolean =>
  typeof value === 'bigint' ||
  (typeof value === 'object' && value !== null && Object.values(value).some(holdsBigint));

it('story 14: zod, valibot and JSON Schema agree with the sandbox', { timeout: 180_000 }, async () => {
  const counts = { taken: 0, refused: 0, read: 0 };
  await fc.assert(
    fc.asyncProperty(
      schemas.chain((schema) => fc.tuple(fc.constant(schema), writes(schema))),
      async ([schema, some]) => {
        const path = await created(schema);
        const checkers = await checkersFor(schema, { bigint: true, nullableItems: true });
        const names = new Map(
          nameCollections(schema, zod.spelling, 'auto').map(({ id, typeName }) => [id, typeName]),
        );
        /** Compares what every library says with what the sandbox does. JSON Schema has no bigints. */
        const compare = (name: string, value: unknown, accepted: boolean, why: string) => {
          for (const library of libraryNames) {
            if (library === 'json-schema' && holdsBigint(value)) continue;
            expect([library, name, value, checkers[library](name, value).accepted, why]).toEqual([
              ...[library, name, value, accepted, why],
            ]);
          }
        };
        const send = (method: string, to: string, body: object) =>
          at.request(method, `${path}/collections/${to}`, { body: encodeJson(body) });
        const known = collectionsOf(schema).flatMap((target) => knownWrites(target));
        for (const { id, use, data, isTaken } of known)
          if (use === 'create' && isTaken)
            expect(await send('POST', `${id}/documents`, { documentId: `${id}0`, data })).toMatchObject({
              status: 201,
            });
        for (const { id, use, data } of [...known, ...some]) {
          const name = names.get(id)!;
          const [answer, schemaName] =
            use === 'create'
              ? [await send('POST', `${id}/documents`, { documentId: 'unique()', data }), `${name}Create`]
              : [await send('PATCH', `${id}/documents/${id}0`, { data, permissions: [] }), `${name}Update`];
          // Another document has that one already.
          if (answer.status === 409) continue;
          const accepted = answer.status < 300;
          counts[accepted ? 'taken' : 'refused']++;
          compare(schemaName, data, accepted, answer.text);
        }
        for (const { id } of collectionsOf(schema)) {
          const { text } = await at.request('GET', `${path}/collections/${id}/documents?queries[]=${limit}`);
          const { documents } = parseJson(text) as { documents: { $id: string }[] };
          for (const document of documents) {
            const { text: single } = await at.request(
              'GET',
              `${path}/collections/${id}/documents/${document.$id}`,
            );
            counts.read += 2;
            compare(names.get(id)!, document, true, 'listed');
            compare(names.get(id)!, parseJson(single), true, 'read');
          }
        }
      },
    ),
    { numRuns: 6 },
  );
  for (const count of Object.values(counts)) expect(count, JSON.stringify(counts)).toBeGreaterThan(20);
});

const limit = encodeURIComponent(JSON.stringify({ method: 'limit', values: [100] }));
