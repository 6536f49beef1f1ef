import { describe, expect, it } from 'vitest';
import type { Attribute } from '../../src/schema/attribute.ts';
import { type Index, type IndexProblem, indexProblem, storedOrders } from '../../src/schema/index-rules.ts';

const attribute = (key: string, facts: Partial<Attribute> = {}): Attribute => ({
  key,
  type: 'string',
  status: 'available',
  required: false,
  array: false,
  format: '',
  size: 100,
  ...facts,
});

const attributes = [
  attribute('title'),
  attribute('long', { size: 769 }),
  attribute('exact', { size: 768 }),
  attribute('tags', { size: 5000, array: true }),
  attribute('marks', { type: 'integer', size: 4, array: true }),
  attribute('count', { type: 'integer', size: 4 }),
  attribute('price', { type: 'double', size: undefined }),
  attribute('contact', { format: 'email', size: undefined }),
  attribute('maker', { type: 'relationship', size: undefined }),
  attribute('new', { status: 'processing' }),
];

const index = (facts: Partial<Index> = {}): Index => ({
  key: 'by-title',
  type: 'key',
  status: 'processing',
  attributes: ['title'],
  orders: [],
  ...facts,
});

describe('indexProblem', () => {
  it.each<[string, Partial<Index>]>([
    ['one attribute', {}],
    ['attributes of the server', { attributes: ['title', '$id', '$createdAt'] }],
    ['orders in either case', { attributes: ['title', 'count'], orders: ['asc', 'DESC'] }],
    ['the maximum length', { attributes: ['exact'] }],
    ['long text in a fulltext index', { type: 'fulltext', attributes: ['long', 'title'] }],
    ['an array, however large its items', { attributes: ['tags', 'title'] }],
    ['a unique index over several attributes', { type: 'unique', attributes: ['contact', 'count'] }],
  ])('accepts %s', (_name, facts) => {
    expect(indexProblem(index(facts), attributes, [])).toBeUndefined();
  });

  it.each<[string, Partial<Index>, IndexProblem]>([
    ['an invalid key', { key: '_' }, { kind: 'invalid-key', key: '_' }],
    ['an unknown order', { orders: ['UP'] }, { kind: 'invalid-order' }],
    ['an order of null', { orders: [null] }, { kind: 'invalid-order' }],
    ['an unknown attribute', { attributes: ['nope'] }, { kind: 'unknown-attribute', attribute: 'nope' }],
    ['a relationship', { attributes: ['title', 'maker'] }, { kind: 'relationship', attribute: 'maker' }],
    ['an attribute that is processing', { attributes: ['new'] }, { kind: 'unavailable', attribute: 'new' }],
    ['no attributes', { attributes: [] }, { kind: 'no-attributes' }],
    ['a repeated attribute', { attributes: ['title', 'title'] }, { kind: 'repeated-attribute' }],
    [
      'a number in a fulltext index',
      { type: 'fulltext', attributes: ['title', 'count'] },
      { kind: 'not-text', attribute: 'count' },
    ],
    [
      'an array in a fulltext index',
      { type: 'fulltext', attributes: ['tags'] },
      { kind: 'array', attribute: 'tags' },
    ],
    [
      'an array in a unique index',
      { type: 'unique', attributes: ['marks'] },
      { kind: 'array', attribute: 'marks' },
    ],
    ['two arrays', { attributes: ['tags', 'marks'] }, { kind: 'several-arrays' }],
    [
      'text that is too long',
      { attributes: ['long'] },
      { kind: 'too-long', characters: 769, maxCharacters: 768 },
    ],
    [
      'attributes that are too long together',
      { attributes: ['title', 'contact', 'tags', '$id', '$createdAt', 'count', 'price', 'exact'] },
      { kind: 'too-long', characters: 100 + 254 + 255 + 36 + 1 + 1 + 2 + 768, maxCharacters: 768 },
    ],
    ['a key that is taken', { key: 'TAKEN' }, { kind: 'duplicate-key', key: 'TAKEN' }],
  ])('refuses %s', (_name, facts, problem) => {
    expect(indexProblem(index(facts), attributes, [index({ key: 'taken' })])).toEqual(problem);
  });

  it('refuses index 59', () => {
    const others = Array.from({ length: 58 }, (_, number) => index({ key: `i${number}` }));
    expect(indexProblem(index(), attributes, others.slice(1))).toBeUndefined();
    expect(indexProblem(index(), attributes, others)).toEqual({ kind: 'too-many-indexes', max: 58 });
  });
});

describe('storedOrders', () => {
  it.each<[string, Pick<Index, 'attributes' | 'orders'>, Index['orders']]>([
    ['none as none', { attributes: ['title', 'count'], orders: [] }, []],
    ['fewer than attributes as given', { attributes: ['title', 'count'], orders: ['DESC'] }, ['DESC']],
    ['null for an array', { attributes: ['tags'], orders: ['ASC'] }, [null]],
    ['null up to an array', { attributes: ['title', 'count', 'tags'], orders: ['ASC'] }, ['ASC', null, null]],
  ])('returns %s', (_name, given, expected) => {
    expect(storedOrders(given, attributes)).toEqual(expected);
  });
});
