import { describe, expect, it } from 'vitest';
import { collationKey, fold, fulltext } from '../../../../src/sandbox/core/queries/text.ts';

it.each([
  ['Straße', 'STRAßE', true],
  ['élan', 'ELAN', true],
  ['a', 'a   ', true],
  ['a', ' a', false],
  ['', '  ', true],
  ['a', 'b', false],
])('compares %j and %j: %s', (a, b, same) => expect(collationKey(a) === collationKey(b)).toBe(same));

it('counts trailing spaces within a text', () => {
  expect(fold('a ')).toBe('A ');
});

describe('fulltext', () => {
  it.each([
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
  ])('searches %j in %j: %s', (query, text, found) => expect(fulltext(query)(text)).toBe(found));
});
