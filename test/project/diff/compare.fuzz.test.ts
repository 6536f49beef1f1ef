import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { LiveResource } from '../../../src/project/model/state.ts';
import { liveProject, liveResource } from '../live.ts';
import { compareFile, type Entry } from '../plan/planning.ts';

const runs = Number(process.env.FUZZ_RUNS ?? 25);

const key = fc
  .string({ unit: fc.constantFrom(...'abcXY09_.-'), minLength: 1, maxLength: 8 })
  .map((text) => `k${text}`);
const role = fc.constantFrom('any', 'users', 'user:ada', 'team:t/owner');
const permission = fc
  .tuple(fc.constantFrom('read', 'create', 'update', 'delete'), role)
  .map(([action, of]) => `${action}("${of}")`);
const bound = fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n);

/** Attributes as a 1.5 server answers them. */
const attribute = fc.oneof(
  fc.record({
    type: fc.constant('string'),
    size: fc.integer({ min: 1, max: 99_999 }),
    default: fc.option(fc.string()),
  }),
  fc.record({
    type: fc.constant('string'),
    format: fc.constantFrom('email', 'url', 'ip'),
    default: fc.constant(null),
  }),
  fc.record({
    type: fc.constant('string'),
    format: fc.constant('enum'),
    elements: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }),
    default: fc.constant(null),
  }),
  fc.record({ type: fc.constant('integer'), min: bound, max: bound, default: fc.option(bound) }),
  fc.record({
    type: fc.constant('double'),
    min: fc.double({ noNaN: true }),
    max: fc.double({ noNaN: true }),
    default: fc.constant(null),
  }),
  fc.record({ type: fc.constantFrom('boolean', 'datetime'), default: fc.constant(null) }),
);

const common = {
  required: fc.boolean(),
  array: fc.boolean(),
  status: fc.constant('available'),
  error: fc.constant(''),
};

const collection = fc
  .record({
    permissions: fc.uniqueArray(permission, { maxLength: 8 }),
    documentSecurity: fc.boolean(),
    enabled: fc.boolean(),
    keys: fc.uniqueArray(key, { minLength: 1, maxLength: 6, selector: (text) => text.toLowerCase() }),
    attributes: fc.array(fc.tuple(attribute, fc.record(common)), { minLength: 6, maxLength: 6 }),
    orders: fc.array(fc.constantFrom('ASC', 'DESC', null), { maxLength: 3 }),
  })
  .map(({ permissions, keys, attributes, orders, ...rest }) => ({
    $id: 'c',
    $permissions: permissions,
    databaseId: 'main',
    name: 'C',
    ...rest,
    attributes: keys.map((each, at) => ({ key: each, ...attributes[at]![0], ...attributes[at]![1] })),
    indexes: [{ key: 'i', type: 'key', status: 'available', attributes: keys.slice(0, 3), orders }],
  }));

/** JSON with every digit. */
const json = (value: unknown): string =>
  JSON.stringify(value, (_, member) =>
    typeof member === 'bigint' ? `\u0000${member}\u0000` : member,
  ).replace(/"\\u0000(-?\d+)\\u0000"/g, '$1');

function liveOf(answer: Record<string, unknown>): LiveResource[] {
  const inside = (kind: 'attribute' | 'index', member: string) =>
    (answer[member] as unknown[]).map((each) => liveResource(kind, json(each), ['main', 'c']));
  const { attributes: _, indexes: __, ...own } = answer;
  return [
    liveResource('database', { $id: 'main', name: 'Main', enabled: true }),
    liveResource('collection', json(own)),
    ...inside('attribute', 'attributes'),
    ...inside('index', 'indexes'),
  ];
}

it('finds no difference between a project and its own answers, however lists are ordered (story 13)', () => {
  const seed = fc.integer();
  fc.assert(
    fc.property(collection, seed, (answer, random) => {
      const file = {
        databases: [{ $id: 'main', name: 'Main' }],
        collections: [reordered(answer, random)],
      };
      const live = liveProject(liveOf(answer));
      const { comparison } = compareFile({ file, text: json(file), live });
      expect(comparison.differences).toEqual([]);
    }),
    { numRuns: runs },
  );
});

/** Shuffles what has no order, and puts `write` for its parts. */
function reordered(answer: Record<string, unknown>, random: number): Entry {
  const shuffled = <Item>(all: readonly Item[]) =>
    [...all].sort((a, b) => hash(`${json(a)}${random}`) - hash(`${json(b)}${random}`));
  const permissions = answer.$permissions as string[];
  const parts = ['create("any")', 'update("any")', 'delete("any")'];
  const written = parts.every((each) => permissions.includes(each))
    ? [...permissions.filter((each) => !parts.includes(each)), 'write("any")']
    : permissions;
  return {
    ...answer,
    $permissions: shuffled(written),
    attributes: shuffled(answer.attributes as Record<string, unknown>[]).map((each) =>
      Array.isArray(each.elements) ? { ...each, elements: shuffled(each.elements) } : each,
    ),
  };
}

const hash = (text: string) =>
  [...text].reduce((sum, character) => (sum * 31 + character.codePointAt(0)!) | 0, 7);
