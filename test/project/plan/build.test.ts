import { describe, expect, it } from 'vitest';
import type { ApiVersion } from '../../../src/api/versions.ts';
import {
  type Entry,
  linesOf,
  liveAs,
  planOf,
  requestsOf,
  text,
  withAttributes,
  withResource,
} from './planning.ts';

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
