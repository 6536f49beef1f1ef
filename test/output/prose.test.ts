import { describe, expect, it } from 'vitest';
import { wrapProse } from '../../src/output/prose.ts';

const url = `https://example.org/${'x'.repeat(40)}`;

describe('wrapProse', () => {
  it.each<[string, string, number | undefined, number, string]>([
    ['a short text', 'it is done', 40, 0, 'it is done'],
    ['nothing without a terminal', 'x '.repeat(500), undefined, 0, 'x '.repeat(500)],
    [
      'a sentence, with its rest indented',
      'Saved shop.csv with all of its 3 documents.',
      40,
      0,
      'Saved shop.csv with all of its 3\n  documents.',
    ],
    [
      'a sentence below its label',
      'set APPWRITE_API_KEY, or log in with appwrite-cli login',
      40,
      6,
      'set APPWRITE_API_KEY, or log in\n      with appwrite-cli login',
    ],
    [
      'an indented sentence',
      '  write appwrite.json with the project shop in it',
      40,
      0,
      '  write appwrite.json with the project\n    shop in it',
    ],
    ['never a token that users copy', `see ${url} there`, 40, 0, `see\n  ${url}\n  there`],
    [
      'wide characters by their columns',
      '日本語日本語日本語 日本語日本語',
      24,
      0,
      '日本語日本語日本語\n  日本語日本語',
    ],
    ['letters with accents by their columns', 'à é ö ø ß å ç ñ …', 17, 0, 'à é ö ø ß å ç ñ …'],
    ['nothing where there is no room', 'one two three', 12, 9, 'one two three'],
  ])('wraps %s', (_, text, width, labelWidth, shown) => {
    expect(wrapProse(text, width, labelWidth)).toBe(shown);
  });
});
