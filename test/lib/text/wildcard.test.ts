import { expect, it } from 'vitest';
import { wildcard } from '../../../src/lib/text/wildcard.ts';

it.each([
  ['posts', 'posts', true],
  ['posts', 'posts2', false],
  ['post*', 'posts', true],
  ['*', '', true],
  ['*_id', 'author_id', true],
  ['*_id', 'author_ids', false],
  ['a*c*e', 'abcde', true],
  ['a.c*', 'abc', false],
  ['(*)', '(a\nb)', true],
])('compares %j with %j', (pattern, text, expected) => {
  expect(wildcard(pattern)(text)).toBe(expected);
});
