import { describe, expect, it } from 'vitest';
import { keyOf } from '../../../src/project/model/state.ts';
import {
  database,
  linesOf,
  liveAs,
  planOf,
  requestsOf,
  text,
  withAttributes,
  withResource,
} from './planning.ts';

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
