import { describe, expect, it } from 'vitest';
import type { Attribute, Relationship } from '../../src/schema/attribute.ts';
import {
  additionProblem,
  blocksReads,
  constraintProblem,
  definitionProblem,
  keyProblem,
  relationshipProblem,
  selfRelationshipOutcome,
  sizeOf,
} from '../../src/schema/attribute-rules.ts';

const attribute = (key: string, facts: Partial<Attribute> = {}): Attribute => ({
  key,
  type: 'string',
  status: 'available',
  required: false,
  array: false,
  format: '',
  size: 10,
  ...facts,
});

describe('a relationship of a collection to itself', () => {
  it.each([
    ['oneToOne', 'fails', false],
    ['manyToOne', 'fails', true],
    ['oneToMany', 'child-key-only', false],
    ['manyToMany', 'child-key-only', false],
  ] as const)('is broken: %s %s, and blocks reads: %s', (relationType, outcome, blocks) => {
    expect(selfRelationshipOutcome({ relationType })).toBe(outcome);
    expect(blocksReads({ relationType, twoWay: true })).toBe(blocks);
    expect(blocksReads({ relationType, twoWay: false })).toBe(false);
  });
});

describe('keyProblem', () => {
  it.each(['a', '0', 'A.b-c_d', 'k'.repeat(36)])('accepts %s', (key) => {
    expect(keyProblem(key)).toBeUndefined();
  });

  it.each(['', '$id', '_a', '.a', 'a b', 'ü', 'a\n', 'k'.repeat(37)])('refuses %j', (key) => {
    expect(keyProblem(key)).toEqual({ kind: 'invalid-key', key });
  });
});

describe('definitionProblem', () => {
  it.each([1, 1_073_741_824])('accepts text of size %i', (size) => {
    expect(definitionProblem(attribute('a', { size }))).toBeUndefined();
  });

  it.each([0, -1, 1_073_741_825])('refuses text of size %i', (size) => {
    const problem = { kind: 'size-out-of-range', min: 1, max: 1_073_741_824 };
    expect(definitionProblem(attribute('a', { size }))).toEqual(problem);
  });

  it('refuses an empty element', () => {
    const choice = attribute('a', { format: 'enum', elements: ['x', ''] });
    expect(definitionProblem(choice)).toEqual({ kind: 'empty-element' });
    expect(definitionProblem({ ...choice, elements: ['x'] })).toBeUndefined();
  });
});

describe('constraintProblem', () => {
  it.each([
    ['equal bounds', { min: 1, max: 1 }, undefined],
    ['bounds of 64 bits', { min: -(2n ** 63n), max: 2n ** 63n - 1n }, undefined],
    ['no bounds', {}, undefined],
    ['a lower bound alone', { min: 3 }, undefined],
    ['reversed bounds', { min: 2, max: 1n }, { kind: 'bounds-reversed' }],
    ['a default', { default: 1 }, undefined],
    ['a required attribute without a default', { required: true }, undefined],
    [
      'a default of a required attribute',
      { required: true, default: 1 },
      { kind: 'unsupported-default', because: 'required' },
    ],
    ['a default of an array', { array: true, default: 1 }, { kind: 'unsupported-default', because: 'array' }],
  ])('decides on %s', (_name, facts, problem) => {
    const integer = { ...attribute('n', { type: 'integer', size: 4 }), default: null };
    expect(constraintProblem({ ...integer, ...facts })).toEqual(problem);
  });
});

describe('additionProblem', () => {
  it('accepts an attribute that is new', () => {
    expect(additionProblem([attribute('a')], attribute('b'))).toBeUndefined();
  });

  it('refuses an invalid key', () => {
    expect(additionProblem([], attribute('$a'))).toEqual({ kind: 'invalid-key', key: '$a' });
  });

  it('refuses a key that differs in case only', () => {
    const problem = additionProblem([attribute('Title')], attribute('title'));
    expect(problem).toEqual({ kind: 'duplicate-key', key: 'title' });
  });

  it('refuses attribute 1,018', () => {
    const flags = Array.from({ length: 1017 }, (_, index) => attribute(`f${index}`, { type: 'boolean' }));
    expect(additionProblem(flags.slice(1), flags[0]!)).toBeUndefined();
    expect(additionProblem(flags, attribute('last', { type: 'boolean' }))).toEqual({
      kind: 'too-many-attributes',
      max: 1017,
    });
  });

  /** Bytes that attributes may take: a row must stay below 65,535, and 1,500 are reserved. */
  const room = 65_535 - 1500 - 1;

  it.each<[string, Partial<Attribute>, number]>([
    ['short text', { size: 255 }, 255 * 4 + 1],
    ['longer text', { size: 256 }, 256 * 4 + 2],
    ['the longest text in the row', { size: 15_000 }, 15_000 * 4 + 2],
    ['text outside the row', { size: 16_382 }, 10],
    ['medium text', { size: 65_536 }, 11],
    ['long text', { size: 16_777_216 }, 12],
    ['an e-mail address', { format: 'email', size: undefined }, 254 * 4 + 1],
    ['an enum', { format: 'enum', size: undefined }, 255 * 4 + 1],
    ['an IP address', { format: 'ip', size: undefined }, 39 * 4 + 1],
    ['a URL', { format: 'url', size: undefined }, 2000 * 4 + 2],
    ['an array', { size: 16_000, array: true }, 20],
    ['a small integer', { type: 'integer', size: undefined, max: 10 }, 4],
    ['an integer', { type: 'integer', size: undefined, max: 2n ** 63n - 1n }, 8],
    ['a float', { type: 'double', size: undefined }, 8],
    ['a boolean', { type: 'boolean', size: undefined }, 1],
    ['a date', { type: 'datetime', size: undefined }, 19],
    ['a relationship', { type: 'relationship', size: undefined }, 255 * 4 + 1],
    ['an unknown type', { type: 'polygon', size: undefined }, 0],
  ])('counts the bytes of %s', (_name, facts, bytes) => {
    const filler = fill(room - bytes);
    const oneByte = attribute('one', { type: 'boolean' });
    expect(additionProblem(filler, attribute('new', facts))).toBeUndefined();
    expect(additionProblem([...filler, oneByte], attribute('new', facts))).toEqual({
      kind: 'row-too-wide',
      bytes: 65_535,
      maxBytes: 65_535,
    });
  });
});

/** Attributes that take so many bytes in a row. */
function fill(bytes: number): Attribute[] {
  const filled: Attribute[] = [];
  let left = bytes;
  for (let index = 0; left > 0; index++) {
    const size = Math.min(15_000, Math.floor((left - 2) / 4));
    const isText = size > 255;
    filled.push(isText ? attribute(`t${index}`, { size }) : attribute(`b${index}`, { type: 'boolean' }));
    left -= isText ? size * 4 + 2 : 1;
  }
  return filled;
}

describe('relationshipProblem', () => {
  const relationship = (key: string, facts: Partial<Relationship> = {}): Attribute & Relationship => ({
    ...attribute(key, { type: 'relationship' }),
    relatedCollection: 'makers',
    relationType: 'manyToOne',
    twoWay: true,
    twoWayKey: `${key}-back`,
    onDelete: 'restrict',
    side: 'parent',
    ...facts,
  });

  it.each<[string, Partial<Relationship>]>([
    ['another key on the other side', {}],
    ['the same key in another collection', { twoWayKey: 'old-back', relatedCollection: 'shops' }],
    [
      'a second many-to-many with another collection',
      { relationType: 'manyToMany', relatedCollection: 'shops' },
    ],
  ])('accepts %s', (_name, facts) => {
    const old = relationship('old', { relationType: 'manyToMany' });
    expect(relationshipProblem([attribute('a'), old], relationship('new', facts))).toBeUndefined();
  });

  it('refuses an invalid key on the other side', () => {
    const problem = relationshipProblem([], relationship('new', { twoWayKey: '$' }));
    expect(problem).toEqual({ kind: 'invalid-key', key: '$' });
  });

  it('refuses a key that is taken on the other side', () => {
    const problem = relationshipProblem(
      [relationship('old')],
      relationship('new', { twoWayKey: 'OLD-back' }),
    );
    expect(problem).toEqual({ kind: 'duplicate-key', key: 'OLD-back' });
  });

  it('refuses a second many-to-many with the same collection', () => {
    const [old, added] = ['old', 'new'].map((key) => relationship(key, { relationType: 'manyToMany' }));
    expect(relationshipProblem([old!], added!)).toEqual({
      kind: 'second-many-to-many',
      relatedCollection: 'makers',
    });
  });
});

describe('sizeOf', () => {
  it.each<[Partial<Attribute>, number]>([
    [{ size: 7 }, 7],
    [{ size: undefined, format: 'email' }, 254],
    [{ size: undefined, type: 'integer' }, 8],
    [{ size: undefined, type: 'integer', max: 2 ** 31 - 1 }, 4],
    [{ size: undefined, type: 'integer', max: 2 ** 31 }, 8],
    [{ size: undefined, type: 'boolean' }, 0],
  ])('returns for %j a size of %i', (facts, size) => {
    expect(sizeOf(attribute('a', facts))).toBe(size);
  });
});
