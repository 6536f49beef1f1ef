import { describe, expect, it } from 'vitest';
import type { ApiVersion } from '../../../src/api/versions.ts';
import { TextValue } from '../../../src/lib/json/value.ts';
import { obstacleTo } from '../../../src/project/model/in-place.ts';
import type { KindName } from '../../../src/project/model/kind.ts';
import {
  everything,
  isSelected,
  matches,
  parsePattern,
  selectorNamed,
} from '../../../src/project/model/selection.ts';
import { isChildSide, keyOf, lineOf, shownPlace } from '../../../src/project/model/state.ts';
import type { FieldValue } from '../../../src/project/model/value.ts';

describe('obstacleTo', () => {
  it.each<[KindName, string | undefined, string, FieldValue, FieldValue, ApiVersion, string | undefined]>([
    ['attribute', 'string', 'size', 50n, 200n, '1.5', "Appwrite 1.5 can't change the size; 1.6 can"],
    ['attribute', 'string', 'size', 50n, 200n, '1.6', undefined],
    ['attribute', 'string', 'default', null, 'x', '1.5', undefined],
    ['attribute', 'string', 'array', false, true, '1.8', "the array can't be changed"],
    ['attribute', 'string', 'type', 'string', 'integer', '1.8', "the type can't be changed"],
    ['attribute', 'integer', 'max', 100n, 2147483647n, '1.5', undefined],
    [
      'attribute',
      'integer',
      'max',
      100n,
      2147483648n,
      '1.5',
      'it is stored in four bytes, which hold no more than 2147483647',
    ],
    [
      'attribute',
      'integer',
      'max',
      100n,
      null,
      '1.5',
      'it is stored in four bytes, which hold no more than 2147483647',
    ],
    ['attribute', 'integer', 'max', 2147483648n, null, '1.5', undefined],
    ['attribute', 'integer', 'max', null, 5n, '1.5', undefined],
    ['attribute', 'relationship', 'onDelete', 'cascade', 'restrict', '1.5', undefined],
    ['attribute', 'relationship', 'twoWay', false, true, '1.5', "the twoWay can't be changed"],
    ['index', undefined, 'orders', [], ['DESC'], '1.8', "the orders can't be changed"],
    ['function', undefined, 'runtime', 'node-16.0', 'node-18.0', '1.5', undefined],
    ['variable', undefined, 'secret', false, true, '1.8', undefined],
    ['variable', undefined, 'secret', true, false, '1.8', "secret can't be changed from true to false"],
  ])('judges a change of a %s %s %s', (kind, variant, field, from, to, version, expected) => {
    expect(obstacleTo({ kind, variant }, { field, from, to }, version)).toBe(expected);
  });
});

describe('patterns', () => {
  const title = { kind: 'attribute', path: ['main', 'posts', 'title'] } as const;

  it.each([
    ['collections', true],
    ['tables/main', true],
    ['collections/main/posts', true],
    ['collections/main/posts/title', true],
    ['collections/*/p*s', true],
    ['collections/main/post', false],
    ['collections/main/po.ts', false],
    ['collections/main/posts/title/x', false],
    ['databases/main', false],
    ['functions', false],
  ])('%s chooses an attribute: %s', (text, chosen) => {
    expect(matches(parsePattern(text)!, title)).toBe(chosen);
  });

  it.each(['', 'all', 'collections/', 'collections//posts', 'toString'])('refuses %j', (text) => {
    expect(parsePattern(text)).toBeUndefined();
  });

  it.each([
    [undefined, [], true],
    [['functions', 'collections/main'], [], true],
    [[], [], false],
    [undefined, ['collections/main/posts'], false],
    [['collections'], ['collections/*/*/ti*'], false],
  ])('select with only %j except %j: %s', (only, except, selected) => {
    const parsed = (texts: readonly string[]) => texts.map((text) => parsePattern(text)!);
    expect(isSelected({ only: only && parsed(only), except: parsed(except) }, title)).toBe(selected);
    expect(isSelected(everything, title)).toBe(true);
  });

  it('knows the words of the official CLI', () => {
    expect(['table', 'messaging-topics', 'collection', 'settings'].map(selectorNamed)).toEqual([
      'collections',
      'topics',
      'collections',
      'settings',
    ]);
  });
});

describe('places and keys', () => {
  it.each([
    ['a\nb', 2, 2],
    ['a\r\nb', 3, 2],
    ['a\rb', 2, 2],
    ['a', 0, 1],
  ])('counts the lines of %j before %i', (text, offset, line) => {
    const place = { source: { path: 'appwrite.json', text }, offset };
    expect(lineOf(place)).toBe(line);
    expect(shownPlace(place)).toBe(`appwrite.json:${line}`);
  });

  it('names resources, also those that exist once', () => {
    expect(keyOf({ kind: 'attribute', path: ['main', 'posts', 'title'] })).toBe('attribute main/posts/title');
    expect(keyOf({ kind: 'smtp', path: [] })).toBe('smtp');
  });

  it('recognises the child side of a relationship', () => {
    expect(
      [' "child"', '"parent"'].map((side) => isChildSide(new Map([['side', new TextValue(side)]]))),
    ).toEqual([true, false]);
    expect(isChildSide(new Map())).toBe(false);
  });
});
