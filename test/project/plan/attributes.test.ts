import { describe, expect, it } from 'vitest';
import type { ApiVersion } from '../../../src/api/versions.ts';
import {
  type Entry,
  integer,
  linesOf,
  liveAs,
  planOf,
  requestsOf,
  text,
  withAttributes,
} from './planning.ts';

const unbounded = 'min=-9223372036854775808 max=9223372036854775807';

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
