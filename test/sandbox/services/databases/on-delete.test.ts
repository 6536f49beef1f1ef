import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { refusal, TestCollection } from './kit.ts';

type Fate = 'gone' | 'kept' | 'refused';

/** Fate of the related document when the parent or the child is deleted; two-way, then one-way. */
const fates: readonly (readonly [type: string, onDelete: string, Fate, Fate, Fate, Fate])[] = [
  ['oneToOne', 'restrict', 'refused', 'kept', 'refused', 'kept'],
  ['oneToMany', 'restrict', 'refused', 'kept', 'refused', 'kept'],
  ['manyToOne', 'restrict', 'kept', 'refused', 'kept', 'refused'],
  ['manyToMany', 'restrict', 'refused', 'kept', 'refused', 'kept'],
  ['oneToOne', 'setNull', 'kept', 'kept', 'kept', 'kept'],
  ['oneToMany', 'setNull', 'kept', 'kept', 'kept', 'kept'],
  ['manyToOne', 'setNull', 'kept', 'kept', 'kept', 'kept'],
  ['manyToMany', 'setNull', 'kept', 'kept', 'kept', 'kept'],
  ['oneToOne', 'cascade', 'gone', 'gone', 'gone', 'kept'],
  ['oneToMany', 'cascade', 'gone', 'kept', 'gone', 'kept'],
  ['manyToOne', 'cascade', 'kept', 'gone', 'kept', 'gone'],
  ['manyToMany', 'cascade', 'gone', 'kept', 'gone', 'kept'],
];

const cases = fates.flatMap(([type, onDelete, ...each]) =>
  each.map((fate, index) => ({
    type,
    onDelete,
    deleted: index % 2 === 0 ? ('parent' as const) : ('child' as const),
    twoWay: index < 2,
    fate,
  })),
);

let at: TestSandbox;
type Pair = readonly [parents: TestCollection, children: TestCollection];
const pairs = new Map<string, Pair>();
const nameOf = ({ type, onDelete, twoWay }: (typeof cases)[number]) => `${type}-${onDelete}-${twoWay}`;
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs: 5 });
  await Promise.all(
    cases
      .filter(({ deleted }) => deleted === 'parent')
      .map(async (each) => pairs.set(nameOf(each), await createPair(each))),
  );
});
afterAll(() => at.sandbox.close());

async function createPair(each: (typeof cases)[number]): Promise<Pair> {
  const { type, onDelete, twoWay } = each;
  const parents = await TestCollection.create(at, `parents-${nameOf(each)}`);
  const children = await TestCollection.create(at, `children-${nameOf(each)}`);
  const relatedCollectionId = `children-${nameOf(each)}`;
  await Promise.all([
    children.attributes(['boolean', { key: 'x' }]),
    parents.attributes([
      'relationship',
      { relatedCollectionId, key: 'to', twoWayKey: 'from', type, onDelete, twoWay },
    ]),
  ]);
  await children.settled();
  return [parents, children];
}

test.each(cases)(
  'deletes the $deleted of $type, $onDelete, two-way $twoWay: the other is $fate',
  async (each) => {
    const [parents, children] = pairs.get(nameOf(each))!;
    const { deleted, fate, type } = each;
    const child = `child-for-${deleted}`;
    const parent = `parent-for-${deleted}`;
    await children.create(child, { x: true });
    const isOne = type === 'oneToOne' || type === 'manyToOne';
    await parents.create(parent, { to: isOne ? child : [child] });

    const isParent = deleted === 'parent';
    const [one, id] = isParent ? [parents, parent] : [children, child];
    const answer = await one.delete(id);
    const left = await (isParent ? children.get(child) : parents.get(parent));
    if (fate === 'refused') expect(answer).toMatchObject(refusal(403, 'document_delete_restricted'));
    else expect(answer.status).toBe(204);
    expect((await one.get(id)).status).toBe(fate === 'refused' ? 200 : 404);
    expect(left.status).toBe(fate === 'gone' ? 404 : 200);
    if (fate === 'kept') expect([null, undefined, []]).toContainEqual(left.json[isParent ? 'from' : 'to']);
  },
);

test('cascades to any depth, and deletes all or nothing', async () => {
  const [a, b, c] = await Promise.all(
    ['a', 'b', 'c'].map((id) => TestCollection.create(at, id)) as [
      Promise<TestCollection>,
      Promise<TestCollection>,
      Promise<TestCollection>,
    ],
  );
  await c.attributes(['boolean', { key: 'x' }]);
  const relate = (from: TestCollection, relatedCollectionId: string, key: string, onDelete: string) =>
    from.attributes(['relationship', { relatedCollectionId, key, type: 'oneToMany', onDelete }]);
  await relate(b, 'c', 'cs', 'restrict');
  await relate(a, 'b', 'bs', 'cascade');
  await a.create('a', { bs: [{ $id: 'b1' }, { $id: 'b2', cs: [{ $id: 'c', x: true }] }] });

  expect(await a.delete('a')).toMatchObject(refusal(403, 'document_delete_restricted'));
  expect((await b.get('b1')).status).toBe(200);
  await b.update('b2', { cs: [] });
  expect((await a.delete('a')).status).toBe(204);
  expect((await b.list()).json.total).toBe(0);
  expect((await c.get('c')).status).toBe(200);
});
