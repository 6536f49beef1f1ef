import { expect, it } from 'vitest';
import {
  camel,
  needsPrefix,
  pascal,
  snake,
  uniqueNames,
  upper,
  wordsOf,
} from '../../../src/schema/types/identifiers.ts';

it.each<[string, 'unicode' | 'ascii', readonly string[]]>([
  ['ship-to', 'ascii', ['ship', 'to']],
  ['a.b_c d', 'ascii', ['a', 'b', 'c', 'd']],
  ['shipTo', 'ascii', ['ship', 'To']],
  ['HTMLPage2Url', 'ascii', ['HTML', 'Page2', 'Url']],
  ['Größe', 'unicode', ['Größe']],
  ['Größe', 'ascii', ['Gr', 'e']],
  ['e\u0301tat', 'unicode', ['état']],
  ['😀', 'unicode', []],
  ['', 'unicode', []],
])('splits %j into words, of %s letters', (text, letters, expected) => {
  expect(wordsOf(text, letters)).toEqual(expected);
});

it('joins words in the styles of languages', () => {
  const words = ['Ship', 'to', 'URL'];
  expect([pascal(words), camel(words), snake(words), upper(words)]).toEqual([
    'ShipToURL',
    'shipToURL',
    'ship_to_url',
    'SHIP_TO_URL',
  ]);
  // The capital letter has been in Unicode since version 16 only.
  expect([pascal(['ƛ']), upper(['aƛ'])]).toEqual(['ƛ', 'Aƛ']);
  expect([pascal([]), camel([]), snake([])]).toEqual(['', '', '']);
});

it.each([
  ['', true],
  ['1st', true],
  ['-', true],
  ['_', false],
  ['ключ', false],
])('says if %j needs a prefix', (name, expected) => {
  expect(needsPrefix(name)).toBe(expected);
});

it.each([
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [
    ['a', 'a', 'a'],
    ['a', 'a2', 'a3'],
  ],
  [
    ['a', 'A'],
    ['a', 'A2'],
  ],
  [
    ['a', 'a', 'a2'],
    ['a', 'a3', 'a2'],
  ],
])('makes %j unique', (names, expected) => {
  expect(uniqueNames(names)).toEqual(expected);
});
