import { describe, expect, test } from 'vitest';
import { collationKey, fold, fulltext } from '../../../../src/sandbox/core/queries/text.ts';

test.each([
  ['Straße', 'STRAßE', true],
  ['élan', 'ELAN', true],
  ['a', 'a   ', true],
  ['a', ' a', false],
  ['', '  ', true],
  ['a', 'b', false],
])('%j and %j are the same text: %s', (a, b, same) => expect(collationKey(a) === collationKey(b)).toBe(same));

test('within a text, trailing spaces count', () => {
  expect(fold('a ')).toBe('A ');
});

describe('fulltext', () => {
  test.each([
    ['red', 'A red mug', true],
    ['RED', 'a réd mug', true],
    ['mu', 'a red mug', true],
    ['ug', 'a red mug', false],
    ['blue mug', 'a red mug', true],
    ['mu red', 'a red mug', true],
    ['mu bl', 'a red mug', false],
    ['"red mug"', 'a red, mug', true],
    ['"mug red"', 'a red mug', false],
    ['ab', 'ab', false],
    ['!?', 'anything', false],
    ['', 'anything', false],
  ])('%j finds %j: %s', (query, text, found) => expect(fulltext(query)(text)).toBe(found));
});
