import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { refusal, TestCollection } from './kit.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox({ asyncDelayMs: 5 });
});
afterAll(() => at.sandbox.close());

let count = 0;
/** Creates two collections with a relationship that is `to` in the first and `from` in the second. */
async function pair(settings: object): Promise<[parents: TestCollection, children: TestCollection]> {
  const n = count++;
  const parents = await TestCollection.create(at, `parents${n}`);
  const children = await TestCollection.create(at, `children${n}`);
  const name = ['string', { key: 'name', size: 20 }] as const;
  const relationship = { relatedCollectionId: `children${n}`, key: 'to', twoWayKey: 'from', twoWay: true };
  await Promise.all([
    children.attributes(name),
    parents.attributes(name, ['relationship', { ...relationship, ...settings }]),
  ]);
  await children.settled();
  return [parents, children];
}

interface Doc {
  readonly $id: string;
}
const ids = (value: Doc | readonly Doc[] | null) =>
  Array.isArray(value) ? value.map(({ $id }) => $id) : ((value as Doc | null)?.$id ?? null);
const to = async (parents: TestCollection, id: string) => ids((await parents.get(id)).json.to);
const from = async (children: TestCollection, id: string) => ids((await children.get(id)).json.from);

describe('relationship attributes', () => {
  test('exist on both sides if two-way', async () => {
    const [parents, children] = await pair({ type: 'oneToMany', onDelete: 'cascade' });
    const facts = { type: 'relationship', status: 'available', error: '', required: false, array: false };
    const parent = await at.request('GET', `${parents.path}/attributes/to`);
    expect(Object.entries(parent.json)).toEqual(
      Object.entries({
        key: 'to',
        ...facts,
        relatedCollection: children.path.split('/').at(-1),
        relationType: 'oneToMany',
        twoWay: true,
        twoWayKey: 'from',
        onDelete: 'cascade',
        side: 'parent',
      }),
    );
    expect((await at.request('GET', `${children.path}/attributes/from`)).json).toMatchObject({
      key: 'from',
      ...facts,
      relatedCollection: parents.path.split('/').at(-1),
      twoWayKey: 'to',
      side: 'child',
    });
  });

  test('exist on one side if one-way, named after the other collection', async () => {
    const [parents, children] = await pair({ type: 'manyToOne', twoWay: false });
    expect((await at.request('GET', `${children.path}/attributes/from`)).status).toBe(404);
    const named = await parents.attribute('relationship', {
      relatedCollectionId: children.path.split('/').at(-1),
      type: 'oneToOne',
    });
    expect(named.json).toMatchObject({
      key: children.path.split('/').at(-1),
      twoWayKey: parents.path.split('/').at(-1),
      twoWay: false,
      onDelete: 'restrict',
    });
  });

  test('change onDelete on both sides', async () => {
    const [parents, children] = await pair({ type: 'oneToMany' });
    const patch = (key: string, body: object) =>
      at.request('PATCH', `${parents.path}/attributes/${key}/relationship`, { body });
    expect((await patch('to', { onDelete: 'setNull' })).json).toMatchObject({ onDelete: 'setNull' });
    expect((await at.request('GET', `${children.path}/attributes/from`)).json.onDelete).toBe('setNull');
    expect((await patch('to', {})).json).toMatchObject({ onDelete: 'setNull' });
    expect(await patch('name', { onDelete: 'cascade' })).toMatchObject(refusal(500, 'general_unknown'));
    expect(await patch('nope', {})).toMatchObject(refusal(404, 'attribute_not_found'));
  });

  test('are deleted on both sides, with the relations of documents', async () => {
    const [parents, children] = await pair({ type: 'oneToMany' });
    await parents.create('p', { name: 'P', to: [{ $id: 'c', name: 'C' }] });
    await at.request('DELETE', `${children.path}/attributes/from`);
    await parents.settled();
    await children.settled();
    expect((await parents.get('p')).json).not.toHaveProperty('to');
    expect((await children.get('c')).json).not.toHaveProperty('from');
    const again = { relatedCollectionId: children.path.split('/').at(-1), key: 'to', type: 'oneToMany' };
    await parents.attributes(['relationship', again]);
    expect(await to(parents, 'p')).toEqual([]);
  });

  test.each([
    ['the other collection missing', { relatedCollectionId: 'nope' }, 404, 'collection_not_found'],
    ['a type that is none', { type: 'oneToFew' }, 400, 'general_argument_invalid'],
    ['a key that is none', { key: '$' }, 400, 'general_argument_invalid'],
    ['a key at the other end that is none', { twoWayKey: '$' }, 400, 'general_argument_invalid'],
    ['a key that is taken', { key: 'name' }, 409, 'attribute_already_exists'],
    ['a key at the other end that is taken', { twoWayKey: 'name' }, 409, 'attribute_already_exists'],
    [
      'the key of a relationship alike',
      { twoWay: false, twoWayKey: 'from' },
      409,
      'attribute_already_exists',
    ],
    ['many to many a second time', { type: 'manyToMany' }, 409, 'attribute_already_exists'],
  ])('refuses %s', async (_, body, status, type) => {
    const [parents, children] = await pair({ type: 'manyToMany' });
    const answer = await parents.attribute('relationship', {
      relatedCollectionId: children.path.split('/').at(-1),
      key: 'new',
      twoWayKey: 'newFrom',
      type: 'oneToMany',
      twoWay: true,
      ...body,
    });
    expect(answer).toMatchObject(refusal(status, type));
  });

  test('refuses one key for both sides in one collection', async () => {
    const [parents] = await pair({ type: 'oneToMany' });
    const self = parents.path.split('/').at(-1);
    const answer = await parents.attribute('relationship', {
      ...{ relatedCollectionId: self, type: 'oneToOne', twoWay: true, key: 'peer', twoWayKey: 'peer' },
    });
    expect(answer).toMatchObject(refusal(409, 'attribute_already_exists'));
  });
});

describe('related documents', () => {
  const single = new Set(['oneToOne', 'manyToOne']);
  const value = (type: string, id: string) => (single.has(type) ? id : [id]);

  test.each(['oneToOne', 'oneToMany', 'manyToOne', 'manyToMany'])(
    'are linked %s from both ends',
    async (type) => {
      const [parents, children] = await pair({ type });
      const fromValue = (id: string) => (type === 'oneToOne' || type === 'oneToMany' ? id : [id]);
      await children.create('c1', { name: 'C1' });
      const created = await parents.create('p1', { name: 'P1', to: value(type, 'c1') });
      expect(ids(created.json.to)).toEqual(value(type, 'c1'));
      expect(await from(children, 'c1')).toEqual(fromValue('p1'));

      await parents.create('p2', { name: 'P2' });
      await children.create('c2', { name: 'C2', from: fromValue('p2') });
      expect(await to(parents, 'p2')).toEqual(value(type, 'c2'));

      await parents.update('p1', { to: single.has(type) ? null : [] });
      expect(await from(children, 'c1')).toEqual(Array.isArray(fromValue('p1')) ? [] : null);
    },
  );

  test.each(['oneToOne', 'manyToOne'])('are linked %s one way', async (type) => {
    const [parents, children] = await pair({ type, twoWay: false });
    await parents.create('p', { name: 'P', to: { $id: 'c', name: 'C' } });
    expect(await to(parents, 'p')).toBe('c');
    expect((await children.get('c')).json).not.toHaveProperty('from');
  });

  test('are returned whole, without the inverse', async () => {
    const [parents, children] = await pair({ type: 'oneToMany' });
    await parents.create('p', { name: 'P', to: [{ name: 'C1' }, { $id: 'c2', name: 'C2' }] });
    const { json } = await parents.get('p');
    expect(json.to).toMatchObject([{ name: 'C1' }, { $id: 'c2', name: 'C2', $databaseId: 'db' }]);
    expect(json.to[0].$id).toMatch(/^[0-9a-f]{20}$/);
    expect(json.to[1]).not.toHaveProperty('from');
    expect((await children.get('c2')).json.from).toMatchObject({ $id: 'p', name: 'P' });
    expect((await children.get('c2')).json.from).not.toHaveProperty('to');
    expect((await parents.list()).json.documents[0]).toEqual(json);
  });

  test('are updated if nested, and inherit permissions if new', async () => {
    const [parents, children] = await pair({ type: 'manyToMany' });
    await children.create('c1', { name: 'old' });
    const permissions = ['read("any")'];
    await parents.create(
      'p',
      { name: 'P', to: [{ $id: 'c1', name: 'new' }, { $id: 'c2' }] },
      { permissions },
    );
    expect((await children.get('c1')).json).toMatchObject({ name: 'new', $permissions: [] });
    expect((await children.get('c2')).json.$permissions).toEqual(permissions);

    await parents.update('p', { to: ['c2', { $id: 'c3', name: 'C3' }] });
    expect(await to(parents, 'p')).toEqual(['c2', 'c3']);
    expect(await from(children, 'c1')).toEqual([]);
  });

  test('move between owners if they can have only one', async () => {
    const [parents, children] = await pair({ type: 'oneToMany' });
    await parents.create('p1', { to: [{ $id: 'c', name: 'C' }] });
    await parents.create('p2', { to: ['c'] });
    expect(await to(parents, 'p1')).toEqual([]);
    expect(await from(children, 'c')).toBe('p2');
    await children.update('c', { from: 'p1' });
    expect(await to(parents, 'p2')).toEqual([]);
  });

  test('are not taken over one-to-one', async () => {
    const [parents, children] = await pair({ type: 'oneToOne' });
    await parents.create('p1', { to: { $id: 'c', name: 'C' } });
    expect(await parents.create('p2', { to: 'c' })).toMatchObject(refusal(409, 'document_already_exists'));
    expect((await parents.get('p2')).status).toBe(404);
    expect(await from(children, 'c')).toBe('p1');
    expect((await parents.update('p1', { to: 'c', name: 'same' })).status).toBe(200);
  });

  test('read as a list if they do not exist, and block updates', async () => {
    const [parents, children] = await pair({ type: 'manyToOne' });
    const created = await parents.create('p', { name: 'P', to: 'nope' });
    expect(created.json.to).toEqual({ $databaseId: 'db', $collectionId: children.path.split('/').at(-1) });
    expect((await parents.get('p')).json.to).toEqual([]);
    const blocked = refusal(400, 'relationship_value_invalid');
    expect(await parents.update('p', { name: 'Q' })).toMatchObject(blocked);
    expect((await parents.update('p', { to: null })).status).toBe(200);
    expect((await parents.update('p', { name: 'Q' })).status).toBe(200);
  });

  test('are not linked in a list if they do not exist', async () => {
    const [parents] = await pair({ type: 'oneToMany' });
    expect((await parents.create('p', { to: ['nope'] })).json.to).toEqual([]);
  });

  test('are missing from the answers to writes if they are null and not given', async () => {
    const [parents] = await pair({ type: 'manyToOne' });
    expect((await parents.create('p', { name: 'P' })).json).not.toHaveProperty('to');
    expect((await parents.update('p', { name: 'Q' })).json).not.toHaveProperty('to');
    expect((await parents.get('p')).json.to).toBeNull();
  });

  test('nest three deep', async () => {
    const [a, b] = await pair({ type: 'oneToMany' });
    const c = await TestCollection.create(at, 'third');
    const d = await TestCollection.create(at, 'fourth');
    await d.attributes(['string', { key: 'name', size: 9 }]);
    await c.attributes(
      ['string', { key: 'name', size: 9 }],
      ['relationship', { relatedCollectionId: 'fourth', type: 'manyToOne', key: 'd' }],
    );
    await b.attributes(['relationship', { relatedCollectionId: 'third', type: 'manyToOne', key: 'c' }]);
    const deep = { $id: 'c', name: 'C', d: { $id: 'd', name: 'D' } };
    const { json } = await a.create('a', { to: [{ $id: 'b', name: 'B', c: deep }] });
    expect(json.to[0].c).toMatchObject({ $id: 'c', name: 'C' });
    expect(json.to[0].c).not.toHaveProperty('d');
    expect((await d.get('d')).status).toBe(404);

    await c.update('c', { d: { $id: 'd', name: 'D' } });
    expect((await c.get('c')).json.d).toMatchObject({ name: 'D' });
    expect((await b.get('b')).json.c.d).toMatchObject({ name: 'D' });
    expect((await a.get('a')).json.to[0].c).not.toHaveProperty('d');
  });

  test('form a tree within one collection, by the key of the child side', async () => {
    const tree = await TestCollection.create(at, 'tree');
    await tree.attributes(
      ['string', { key: 'name', size: 9 }],
      [
        'relationship',
        { relatedCollectionId: 'tree', type: 'oneToMany', twoWay: true, key: 'kids', twoWayKey: 'parent' },
      ],
    );
    await tree.create('b', {
      name: 'b',
      parent: { $id: 'a', name: 'a', parent: { $id: 'root', name: 'root' } },
    });
    expect((await tree.get('b')).json.parent).toMatchObject({ $id: 'a', parent: { $id: 'root' } });
    const { json } = await at.request('GET', `${tree.path}/attributes`);
    expect(json.attributes.map(({ key }: { key: string }) => key)).toEqual(['name', 'kids', 'parent']);
    expect((await tree.get('root')).json).not.toHaveProperty('kids');
    const refused = refusal(400, 'document_invalid_structure');
    expect(await tree.update('root', { kids: ['a'] })).toMatchObject(refused);
  });

  test('are refused when they nest themselves', async () => {
    const loop = await TestCollection.create(at, 'loop');
    await loop.attributes(
      ['string', { key: 'name', size: 9 }],
      [
        'relationship',
        { relatedCollectionId: 'loop', type: 'oneToMany', twoWay: true, key: 'kids', twoWayKey: 'parent' },
      ],
    );
    const answer = await loop.create('one', { name: 'outer', parent: { $id: 'one', name: 'inner' } });
    expect(answer).toMatchObject(refusal(409, 'document_already_exists'));
  });

  test('can no longer be read after a two-way many-to-one relationship of a collection to itself', async () => {
    const broken = await TestCollection.create(at, 'broken');
    await broken.attributes(['string', { key: 'name', size: 9 }]);
    await broken.create('one', { name: 'one' });
    await broken.attribute('relationship', {
      ...{ relatedCollectionId: 'broken', type: 'manyToOne', twoWay: true, key: 'above', twoWayKey: 'below' },
    });
    const status = async (key: string) =>
      (await at.request('GET', `${broken.path}/attributes/${key}`)).json.status;
    await expect.poll(() => status('above')).toBe('failed');
    expect(await status('below')).toBe('processing');
    const blocked = refusal(400, 'general_query_invalid');
    expect(await broken.get('one')).toMatchObject(blocked);
    expect(await broken.list()).toMatchObject(blocked);
    expect(await broken.update('one', { name: 'x' })).toMatchObject(blocked);
    expect(await broken.create('two', { name: 'two' })).toMatchObject(blocked);
    expect(await broken.create('two', { name: 'two' })).toMatchObject(
      refusal(409, 'document_already_exists'),
    );

    await at.request('DELETE', `${broken.path}/attributes/above`);
    await expect.poll(() => status('above')).toBe(undefined);
    expect(await status('below')).toBe('processing');
    expect(await broken.get('one')).toMatchObject(blocked);
  });

  test('come in the order of the server: those of columns first, but not in a written document', async () => {
    const [parents] = await pair({ type: 'oneToMany' });
    const other = parents.path.split('/').at(-1)!;
    const holder = await TestCollection.create(at, 'ordered');
    const related = { relatedCollectionId: other, onDelete: 'setNull' };
    await holder.attributes(
      ['string', { key: 'name', size: 9 }],
      ['relationship', { ...related, type: 'oneToMany', key: 'many', twoWay: true, twoWayKey: 'x1' }],
      ['relationship', { ...related, type: 'manyToOne', key: 'one', twoWay: true, twoWayKey: 'x2' }],
    );
    await parents.create('p', { name: 'P' });
    const created = await holder.create('h', { one: 'p', name: 'H', many: [] });
    const system = ['$id', '$permissions', '$createdAt', '$updatedAt'];
    const parts = ['$databaseId', '$collectionId'];
    expect(Object.keys(created.json)).toEqual(['name', ...system, 'many', 'one', ...parts]);
    const read = ['$id', '$createdAt', '$updatedAt', '$permissions'];
    const updated = await holder.update('h', { name: 'G' });
    expect(Object.keys(updated.json)).toEqual(['name', ...read, 'many', 'one', ...parts]);
    expect(Object.keys((await holder.get('h')).json)).toEqual(['name', ...read, 'one', 'many', ...parts]);
  });

  test('are selected by their members', async () => {
    const [parents] = await pair({ type: 'oneToMany' });
    await parents.create('p', { name: 'P', to: [{ $id: 'c', name: 'C' }] });
    const select = (...values: string[]) => parents.list({ method: 'select', values });
    expect((await select('name')).json.documents).toEqual([{ name: 'P' }]);
    expect((await select('name', 'to.name')).json.documents).toEqual([
      { name: 'P', to: [{ name: 'C', $databaseId: 'db', $collectionId: expect.any(String) }] },
    ]);
    expect((await select('to.*', 'to.$id')).json.documents).toMatchObject([
      { to: [{ $id: 'c', name: 'C' }] },
    ]);
    expect(await select('to')).toMatchObject(refusal(400, 'general_query_invalid'));
    expect(await select('to.nope')).toMatchObject(refusal(400, 'general_query_invalid'));
  });

  test('are found by their only related document', async () => {
    const [parents] = await pair({ type: 'manyToOne' });
    await parents.create('p1', { to: { $id: 'c', name: 'C' } });
    await parents.create('p2', { to: 'c' });
    await parents.create('p3', { name: 'P3' });
    const equal = { method: 'equal', attribute: 'to', values: ['c'] };
    expect(await parents.ids(equal)).toEqual(['p1', 'p2']);
    expect(await parents.ids({ method: 'isNull', attribute: 'to' })).toEqual(['p3']);
    await parents.update('p2', { to: null });
    expect(await parents.ids(equal)).toEqual(['p1']);
  });

  test('are not found by several', async () => {
    const [parents] = await pair({ type: 'manyToMany' });
    const answer = await parents.list({ method: 'equal', attribute: 'to', values: ['c'] });
    expect(answer).toMatchObject(refusal(400, 'general_query_invalid'));
    const nested = await parents.list({ method: 'equal', attribute: 'to.name', values: ['C'] });
    expect(nested).toMatchObject(refusal(400, 'general_query_invalid'));
  });

  test.each([
    ['a list for one', 'manyToOne', ['c'], 'relationship_value_invalid'],
    ['one for a list', 'oneToMany', 'c', 'relationship_value_invalid'],
    ['a number', 'manyToOne', 5, 'relationship_value_invalid'],
    ['an empty object', 'manyToOne', {}, 'relationship_value_invalid'],
    ['an empty object in a list', 'oneToMany', [{}], 'relationship_value_invalid'],
    ['a list of numbers', 'oneToMany', [5], 'relationship_value_invalid'],
    ['an ID that is none', 'manyToOne', { $id: '$' }, 'document_invalid_structure'],
    ['a document that does not fit', 'manyToOne', { name: 5 }, 'document_invalid_structure'],
  ])('refuses %s', async (_, type, related, error) => {
    const [parents] = await pair({ type });
    expect(await parents.create('p', { to: related })).toMatchObject(refusal(400, error));
    expect((await parents.get('p')).status).toBe(404);
  });
});

describe('permissions', () => {
  test('omit related documents that the user may not read', async () => {
    const [parents, children] = await pair({ type: 'oneToMany' });
    for (const [collection, body] of [
      [parents, { name: 'P', permissions: ['read("any")'] }],
      [children, { name: 'C', documentSecurity: true }],
    ] as const) {
      await at.request('PUT', collection.path, { body });
    }
    const to = [{ $id: 'open', $permissions: ['read("any")'] }, { $id: 'closed' }];
    await parents.create('p', { name: 'P', to }, { permissions: [] });
    const { json } = await at.request('GET', `${parents.path}/documents/p`, { guest: true });
    expect(ids(json.to)).toEqual(['open']);
  });

  test('forbid nested creation without a permission', async () => {
    const [parents] = await pair({ type: 'manyToOne' });
    await at.request('PUT', parents.path, { body: { name: 'P', permissions: ['create("any")'] } });
    const answer = await at.request('POST', `${parents.path}/documents`, {
      guest: true,
      body: { documentId: 'p', data: { to: { name: 'C' } } },
    });
    expect(answer).toMatchObject(refusal(401, 'user_unauthorized'));
  });
});
