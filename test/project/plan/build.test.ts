import { describe, expect, it } from 'vitest';
import type { ApiVersion } from '../../../src/api/versions.ts';
import { keyOf } from '../../../src/project/model/state.ts';
import type { Plan } from '../../../src/project/plan/plan.ts';
import {
  database,
  type Entry,
  liveAs,
  planOf,
  requestsOf,
  withAttributes,
  withResource,
} from './planning.ts';

const text = (key: string, more: Entry = {}): Entry => ({
  key,
  type: 'string',
  size: 50,
  required: false,
  ...more,
});
const integer = (key: string, more: Entry = {}): Entry => ({
  key,
  type: 'integer',
  required: false,
  ...more,
});

const unbounded = 'min=-9223372036854775808 max=9223372036854775807';

const linesOf = ({ actions }: Plan) =>
  actions.map(
    ({ op, resource, blockedBy }) => `${op} ${keyOf(resource)}${blockedBy ? ` (${blockedBy})` : ''}`,
  );

/** Plans one changed attribute `a`. */
function planChange(from: Entry, to: Entry, version: ApiVersion = '1.5', documents: number | undefined = 0) {
  const live = liveAs(withAttributes([from]), { apiVersion: version });
  return planOf({ file: withAttributes([to]), live, count: () => documents });
}

describe('changes of attributes', () => {
  it('plans nothing for a file that is as the project (story 11)', () => {
    const plan = planChange(text('a'), text('a'));
    expect(plan.actions).toEqual([]);
    expect(plan.summary).toMatchObject({ create: 0, change: 0, kept: 0, dataLoss: [] });
  });

  it('changes a default and a bound with one request (story 28)', () => {
    const plan = planChange(
      integer('a', { default: 3, min: 0, max: 10 }),
      integer('a', { default: 4, min: 0, max: 20 }),
    );
    expect(linesOf(plan)).toEqual(['change attribute main/posts/a']);
    expect(requestsOf(plan.actions[0]!)).toEqual([
      'update-integer-attribute min=0 max=20 required=false default=4',
    ]);
  });

  it.each<[string, Entry, Entry, ApiVersion, readonly string[]]>([
    [
      'an integer of 1.5',
      integer('a', { min: 0, max: 10 }),
      { default: 4 },
      '1.5',
      ['min=0 max=11', 'min=0 max=10'],
    ],
    ['an integer without bounds', integer('a'), { default: 4 }, '1.5', [unbounded]],
    ['an integer of 1.8', integer('a', { min: 0, max: 10 }), { default: 4 }, '1.8', ['min=0 max=10']],
    [
      'a double with fractions',
      { ...integer('a', { min: 0.25, max: 2.75 }), type: 'double' },
      { default: 1 },
      '1.5',
      ['min=0.25 max=3.75', 'min=0.25 max=2.75'],
    ],
    [
      'a double with whole bounds',
      { ...integer('a', { min: 0, max: 3 }), type: 'double' },
      { default: 1 },
      '1.5',
      ['min=0 max=3'],
    ],
  ])('keeps the range of %s', (_, from, change, version, bounds) => {
    const [action] = planChange(from, { ...from, ...change }, version).actions;
    const requests = requestsOf(action!).map((request) => /min=\S+ max=\S+/.exec(request)?.[0]);
    expect(requests).toEqual(bounds);
    expect(action!.remarks.includes('keeps its range')).toBe(bounds.length === 2);
  });

  it('says that 1.5 still fills in a default that was removed', () => {
    const remarks = (version: ApiVersion) =>
      planChange(integer('a', { default: 3 }), integer('a', { default: null }), version).actions[0]!.remarks;
    expect(remarks('1.5')).toEqual(['Appwrite 1.5 still fills in 3 if a document has no value']);
    expect(remarks('1.8')).toEqual([]);
  });

  it.each<[string, Entry, Entry, string]>([
    [
      'max over four bytes (story 29)',
      integer('a', { max: 100 }),
      { max: 3_000_000_000 },
      'stored in four bytes',
    ],
    ['size', text('a'), { size: 200 }, "Appwrite 1.5 can't change the size; 1.6 can"],
    ['array', text('a'), { array: true }, "the array can't be changed"],
    ['type', text('a'), { type: 'integer', size: undefined }, "the type can't be changed"],
    ['format', text('a'), { format: 'email' }, "the type can't be changed"],
  ])('refuses to move values for another %s', (_, from, change, reason) => {
    const plan = planChange(from, { ...from, ...change }, '1.5', 7);
    expect(linesOf(plan)).toEqual(['move attribute main/posts/a (move)']);
    const [action] = plan.actions;
    expect(action!.steps).toEqual([]);
    expect(action!.remarks[0]).toContain(reason);
    expect(action!.remarks).toContain('7 documents hold a value');
    expect(action!.remarks.at(-1)).toContain('--allow-data-loss main/posts/a deletes it');
    expect(plan.summary.dataLoss).toEqual([]);
  });

  it('changes a size in place from 1.6 on', () => {
    const plan = planChange(text('a'), text('a', { size: 200 }), '1.6');
    expect(linesOf(plan)).toEqual(['change attribute main/posts/a']);
    expect(requestsOf(plan.actions[0]!)).toEqual([
      'update-string-attribute size=200 required=false default=null',
    ]);
  });

  it('changes onDelete in place (story 31)', () => {
    const link = {
      key: 'a',
      type: 'relationship',
      relatedCollection: 'posts',
      relationType: 'oneToMany',
      twoWay: false,
    };
    const plan = planChange({ ...link, onDelete: 'restrict' }, { ...link, onDelete: 'cascade' });
    expect(linesOf(plan)).toEqual(['change attribute main/posts/a']);
    expect(requestsOf(plan.actions[0]!)).toEqual(['update-relationship-attribute onDelete="cascade"']);
  });
});

describe('narrower rules', () => {
  const choices = (...elements: string[]): Entry => ({
    ...text('a'),
    format: 'enum',
    size: undefined,
    elements,
  });

  it.each<[string, Entry, Entry, object]>([
    ['required (story 58)', text('a'), text('a', { required: true }), { test: 'is-null' }],
    ['a higher min', integer('a', { min: 0 }), integer('a', { min: 5 }), { test: 'less-than', value: '5' }],
    ['a first max', integer('a'), integer('a', { max: 9 }), { test: 'greater-than', value: '9' }],
    [
      'a removed element (story 30)',
      choices('x', 'y', 'z'),
      choices('z', 'x'),
      { test: 'one-of', values: ['y'] },
    ],
    [
      'a bound of a list',
      integer('a', { array: true }),
      integer('a', { array: true, max: 9 }),
      { test: 'is-not-null' },
    ],
  ])('count the documents that they lock: %s', (_, from, to, condition) => {
    const [free] = planChange(from, to).actions;
    expect(free).toMatchObject({ op: 'change', risk: 'none', questions: [{ condition }] });
    expect(free).not.toHaveProperty('blockedBy');
    const [locking] = planChange(from, to, '1.5', 12).actions;
    expect(locking).toMatchObject({
      risk: 'data-loss',
      blockedBy: 'data-loss',
      documents: { kind: 'exactly', documents: 12 },
    });
    expect(locking!.remarks).toContain("locks 12 documents: they can't be updated without a valid value");
  });

  it('are none if a bound goes, or elements are put into another order', () => {
    expect(
      planChange(integer('a', { min: 1, max: 9 }), integer('a', { min: null, max: 20 })).actions[0],
    ).not.toHaveProperty('questions');
    expect(planChange(choices('x', 'y'), choices('y', 'x')).actions).toEqual([]);
  });

  it('take an unknown number of documents for some', () => {
    const plan = planOf({
      file: withAttributes([text('a', { required: true })]),
      live: liveAs(withAttributes([text('a')])),
      count: () => undefined,
    });
    expect(plan.actions[0]).toMatchObject({ blockedBy: 'data-loss', documents: { kind: 'unknown' } });
  });

  it('lock all documents of a collection that gets a required attribute', () => {
    const [action] = planOf({
      file: withAttributes([text('a'), text('b', { required: true })]),
      live: liveAs(withAttributes([text('a')])),
      count: () => 3,
    }).actions;
    expect(action).toMatchObject({
      op: 'create',
      blockedBy: 'data-loss',
      questions: [{ condition: { test: 'any' } }],
    });
  });
});

describe('deletions', () => {
  const file = withAttributes([text('a')]);
  const live = liveAs(
    withAttributes([text('a'), text('x'), text('y')], [{ key: 'k', type: 'key', attributes: ['x'] }]),
  );

  it('need --prune; without, they are kept (story 15)', () => {
    const plan = planOf({ file, live });
    expect(plan.actions).toEqual([]);
    expect(plan.kept.map(keyOf)).toEqual([
      'attribute main/posts/x',
      'attribute main/posts/y',
      'index main/posts/k',
    ]);
  });

  it('need consent by path, and indexes go first (stories 42 and 44)', () => {
    const plan = planOf({
      file,
      live,
      count: () => 310,
      options: { prune: 'all', allowDataLoss: ['main/posts/x'] },
    });
    expect(linesOf(plan)).toEqual([
      'delete index main/posts/k',
      'delete attribute main/posts/x',
      'delete attribute main/posts/y (data-loss)',
    ]);
    expect(plan.actions[1]!.after).toEqual(['delete index main/posts/k']);
    expect(plan.actions[1]!.remarks).toEqual(['DATA LOSS: 310 documents hold a value']);
    expect(plan.summary.dataLoss).toEqual(['main/posts/x', 'main/posts/y']);
  });

  it('need none in an empty collection (story 43)', () => {
    const plan = planOf({ file, live, options: { prune: ['collections'] } });
    expect(plan.actions.map(({ risk, blockedBy }) => [risk, blockedBy])).toEqual(
      Array(3).fill(['none', undefined]),
    );
  });

  it('of databases honour protected collections, and leave other kinds alone (story 45)', () => {
    const names = ['main', 'a', 'b', 'c', 'd'];
    const all = liveAs({
      databases: names.map(($id) => ({ $id, name: $id === 'main' ? 'Main' : $id })),
      collections: names.map((databaseId) => ({ $id: 'posts', databaseId, name: 'Posts', attributes: [] })),
      teams: [{ $id: 't', name: 'T' }],
    });
    const planning = { file: withAttributes([]), live: all, protect: ['collections/b'], count: () => 1 };
    expect(planOf(planning).actions).toEqual([]);
    const plan = planOf({ ...planning, options: { prune: ['databases'] } });
    expect(linesOf(plan)).toEqual(['a', 'c', 'd'].map((id) => `delete database ${id} (data-loss)`));
    expect(plan.notes).toEqual(['database b is not deleted: collection b/posts in it is protected']);
    expect(plan.kept.map(keyOf)).toEqual(['database b']);
    // Collections of databases that the file does not mention are not its business.
    expect(planOf({ ...planning, options: { prune: ['collections'] } }).actions).toEqual([]);
  });

  it('leave alone what contains something ignored or excepted', () => {
    const all = liveAs({
      databases: [database, { $id: 'old', name: 'Old' }],
      collections: [{ $id: 'posts', databaseId: 'old', name: 'Posts', attributes: [] }],
    });
    const except = [{ selector: 'collections', path: ['old', 'posts'] }] as const;
    const planning = { file: { databases: [database], collections: [] }, live: all };
    const options = { prune: 'all' } as const;
    expect(linesOf(planOf({ ...planning, options }))).toEqual(['delete database old']);
    for (const plan of [
      planOf({ ...planning, options, ignore: ['collections/old/posts'] }),
      planOf({ ...planning, options, select: { only: undefined, except } }),
    ]) {
      expect(plan.actions).toEqual([]);
      expect(plan.notes).toEqual(['database old is not deleted: collection old/posts in it is left out']);
    }
    expect(planOf({ ...planning, options, ignore: ['databases/old'] }).kept).toEqual([]);
  });

  it('of databases whose collections were not read put an unknown number of documents at risk', () => {
    const plan = planOf({
      file: { databases: [database] },
      live: liveAs(
        { databases: [database, { $id: 'old', name: 'Old' }] },
        { notComparedKinds: new Map([['collection', { kind: 'missing-scope', scope: 'collections.read' }]]) },
      ),
      options: { prune: 'all' },
    });
    expect(linesOf(plan)).toEqual(['delete database old (data-loss)']);
    expect(plan.actions[0]!.documents).toEqual({ kind: 'unknown' });
  });

  it('of what holds anything but documents need consent, and one path names one resource', () => {
    const file = { teams: [], buckets: [] };
    const live = liveAs({ teams: [{ $id: 'x', name: 'X' }], buckets: [{ $id: 'x', name: 'X' }] });
    const counted = withResource(live, 'team x', () => ({ answer: new Map([['total', '3']]) }));
    const plan = (allowDataLoss: readonly string[]) =>
      planOf({ file, live: counted, options: { prune: 'all', allowDataLoss } });
    expect(linesOf(plan(['x']))).toEqual(['delete team x (data-loss)', 'delete bucket x (data-loss)']);
    expect(plan(['x']).notes).toEqual([
      '--allow-data-loss x could mean bucket x or team x: write "bucket x"',
    ]);
    expect(linesOf(plan(['team x']))).toEqual(['delete team x', 'delete bucket x (data-loss)']);
    expect(plan(['team x']).actions[0]!.remarks).toEqual(['DATA LOSS: 3 members']);
  });

  it('come first if there is no room for old and new together', () => {
    const wide = (key: string) => text(key, { size: 8000 });
    const plan = planOf({
      file: withAttributes([wide('new'), wide('a')]),
      live: liveAs(withAttributes([wide('a'), wide('old')])),
      options: { prune: 'all' },
    });
    expect(linesOf(plan)).toEqual(['delete attribute main/posts/old', 'create attribute main/posts/new']);
    expect(plan.actions[0]!.remarks).toEqual(['goes first: there is no room for old and new together']);
    expect(plan.actions[1]!.after).toEqual(['delete attribute main/posts/old']);
  });
});

describe('moves that lose nothing, or are agreed to', () => {
  const indexes = [{ key: 'k', type: 'key', attributes: ['a'] }];
  const live = liveAs(
    withAttributes([text('a'), text('b')], [...indexes, { key: 'own', type: 'key', attributes: ['a', 'b'] }]),
  );
  const file = withAttributes([text('a', { size: 90 }), text('b')], indexes);

  it.each([
    ['nothing is lost', 0, 'none' as const, 'downtime'],
    ['the path is named', 5, ['main/posts/a'], 'data-loss'],
  ])('delete and create, with all indexes on the attribute, if %s', (_, documents, allowDataLoss, risk) => {
    const plan = planOf({ file, live, count: () => documents, options: { allowDataLoss } });
    expect(linesOf(plan)).toEqual([
      'move attribute main/posts/a',
      'rebuild index main/posts/k',
      'rebuild index main/posts/own',
    ]);
    const [move, rebuild] = plan.actions;
    expect(move!.risk).toBe(risk);
    expect(requestsOf(move!).map((request) => request.split(' ')[0])).toEqual([
      'delete-index',
      'delete-index',
      'delete-attribute',
      'create-string-attribute',
    ]);
    expect(requestsOf(rebuild!)).toEqual(['create-index type="key" attributes=["a"] orders=[]']);
    expect(rebuild!.after).toEqual(['move attribute main/posts/a']);
  });

  it('are not agreed to by consent without paths', () => {
    const plan = planOf({ file, live, count: () => 5, options: { allowDataLoss: 'all' } });
    expect(linesOf(plan)).toEqual(['move attribute main/posts/a (move)']);
  });

  it('are refused for protected resources', () => {
    const plan = planOf({
      file,
      live,
      protect: ['collections/main'],
      options: { allowDataLoss: ['main/posts/a'] },
    });
    expect(linesOf(plan)).toEqual(['move attribute main/posts/a (protected)']);
  });
});

describe('renames', () => {
  const live = liveAs(withAttributes([text('old')], [{ key: 'k', type: 'key', attributes: ['old'] }]));
  const renames = [{ database: 'main', collection: 'posts', from: 'old', to: 'new' }];
  const file = withAttributes(
    [text('new', { default: 'x' })],
    [{ key: 'k', type: 'key', attributes: ['new'] }],
  );
  const as = (version: ApiVersion) => ({ ...live, apiVersion: version });

  it('happen in place from 1.6 on, and indexes follow', () => {
    const plan = planOf({ file, live: as('1.6'), renames });
    expect(linesOf(plan)).toEqual(['change attribute main/posts/new']);
    expect(plan.actions[0]!.changes).toEqual([
      { field: 'key', from: 'old', to: 'new' },
      { field: 'default', from: null, to: 'x' },
    ]);
    expect(plan.remote).toHaveProperty('attribute main/posts/old');
    expect(requestsOf(plan.actions[0]!)).toEqual([
      'update-string-attribute size=50 required=false default="x" newKey="new"',
    ]);
  });

  it('are moves on 1.5', () => {
    const plan = planOf({ file, live, renames, count: () => 2 });
    expect(plan.actions[0]).toMatchObject({ op: 'move', blockedBy: 'move' });
    expect(plan.actions[0]!.remarks[0]).toBe("Appwrite 1.5 can't change the key; 1.6 can");
  });

  it('can be said in the file, and say when they are done', () => {
    const said = withAttributes([text('new', { previousKey: 'old' })]);
    expect(linesOf(planOf({ file: said, live: as('1.8') }))).toEqual(['change attribute main/posts/new']);
    const done = planOf({ file: said, live: liveAs(withAttributes([text('new')]), { apiVersion: '1.8' }) });
    expect(done.actions).toEqual([]);
    expect(done.notes).toEqual([
      'the rename of attribute main/posts/old to new is done, and no longer needs to be named',
    ]);
  });

  it('are suggested for an attribute that is gone beside a new one of its kind', () => {
    const plan = planOf({ file: withAttributes([text('new'), text('other', { size: 9 })]), live });
    expect(linesOf(plan)).toEqual(['create attribute main/posts/new', 'create attribute main/posts/other']);
    expect(plan.notes).toEqual([
      'if main/posts/old was renamed to new, add --rename main/posts/old=new, or "previousKey" in the file',
    ]);
  });
});

describe('indexes', () => {
  const attributes = [text('a'), text('b')];
  const on = (...keys: string[]) => [{ key: 'k', type: 'unique', attributes: keys }];

  it('are deleted and created if they change (story 32)', () => {
    const plan = planOf({
      file: withAttributes(attributes, on('a', 'b')),
      live: liveAs(withAttributes(attributes, on('a'))),
    });
    expect(linesOf(plan)).toEqual(['rebuild index main/posts/k']);
    expect(plan.actions[0]).toMatchObject({
      risk: 'rebuild',
      remarks: ['fails if two documents have the same values'],
    });
    expect(requestsOf(plan.actions[0]!)).toEqual([
      'delete-index',
      'create-index type="unique" attributes=["a","b"] orders=[]',
    ]);
  });

  it('and attributes that failed are made again without consent (story 24)', () => {
    const failed = withResource(
      liveAs(withAttributes(attributes, on('a'))),
      'attribute main/posts/b',
      () => ({
        status: 'failed',
        error: 'too wide',
      }),
    );
    const plan = planOf({ file: withAttributes(attributes, on('a')), live: failed });
    expect(linesOf(plan)).toEqual(['create attribute main/posts/b']);
    expect(plan.actions[0]!.remarks).toEqual([
      'the server failed to create it: too wide; it is deleted and created again',
    ]);
    expect(requestsOf(plan.actions[0]!)[0]).toBe('delete-attribute');
  });
});

describe('creations', () => {
  const link = (key: string, relatedCollection: string): Entry => ({
    key,
    type: 'relationship',
    relatedCollection,
    relationType: 'oneToOne',
    twoWay: false,
  });
  const file = {
    databases: [{ $id: 'main', name: 'Main' }],
    collections: [
      {
        $id: 'a',
        databaseId: 'main',
        name: 'A',
        attributes: [link('to', 'b'), text('t')],
        indexes: [{ key: 'k', type: 'key', attributes: ['t'] }],
      },
      { $id: 'b', databaseId: 'main', name: 'B', attributes: [] },
    ],
  };

  it('wait for their containers, attributes and related collections (story 34)', () => {
    const plan = planOf({ file, live: liveAs({}) });
    expect(plan.actions.map(({ id, after }) => [id, ...after])).toEqual([
      ['create database main'],
      ['create collection main/a', 'create database main'],
      ['create collection main/b', 'create database main'],
      ['create attribute main/a/t', 'create collection main/a'],
      ['create attribute main/a/to', 'create collection main/a', 'create collection main/b'],
      ['create index main/a/k', 'create collection main/a', 'create attribute main/a/t'],
    ]);
    expect(plan.actions[1]!.remarks).toEqual(['1 relationship, 1 attribute, 1 index']);
    expect(plan.remote['collection main/a']).toBeNull();
  });

  it('name what they need and what is not there', () => {
    const select = { only: [{ selector: 'collections', path: ['main', 'a'] }], except: [] } as const;
    expect(() => planOf({ file, live: liveAs({ databases: file.databases }), select })).toThrow(
      'attribute main/a/to needs collection main/b, which is neither on the server nor part of this plan',
    );
    expect(() => planOf({ file, live: liveAs({}), select })).toThrow('collection main/a needs database main');
  });

  it('name what the server would ask for', () => {
    expect(() => planOf({ file: { functions: [{ $id: 'f', name: 'F' }] }, live: liveAs({}) })).toThrow(
      'function f is not on the server, and can\'t be created without "runtime"',
    );
  });
});

describe('code', () => {
  it('is not deployed without an entry point: nothing is', () => {
    const fn = { $id: 'f', name: 'F', runtime: 'node-18.0', path: 'f', entrypoint: '' };
    const file = { functions: [fn] };
    const code = new Map([['f', { kind: 'no-deployment', contentSha256: 'a' } as const]]);
    expect(() => planOf({ file, live: liveAs(file), code })).toThrow(
      'the code of function f can\'t be deployed without an "entrypoint"',
    );
    const empty = new Map([['f', { kind: 'unknown', reason: 'it is empty', contentSha256: 'a' } as const]]);
    expect(planOf({ file, live: liveAs(file), code: empty })).toMatchObject({
      actions: [],
      notes: ["the code of function f can't be compared: it is empty; --code always deploys it"],
    });
  });
});
