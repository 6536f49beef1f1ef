import { describe, expect, it } from 'vitest';
import { wrapLine } from '../../../src/lib/text/wrap.ts';

const measure = (text: string) => text.length;

describe('wrapLine', () => {
  it.each<[string, string, number, string[]]>([
    ['an empty text', '', 5, ['']],
    ['a text that fits', 'ab cd', 5, ['ab cd']],
    ['a text between words', 'ab cd ef', 5, ['ab cd', 'ef']],
    ['a line that ends in spaces', 'abcde   fg   ', 5, ['abcde', 'fg']],
    ['a line that begins with spaces', '  ab  cd', 8, ['  ab  cd']],
    ['a line with more spaces than fit', '         ab', 5, ['ab']],
    ['a text around a token that is too wide', 'a abcdefgh b', 5, ['a', 'abcdefgh', 'b']],
    ['a token after spaces', '  abcdefgh', 5, ['abcdefgh']],
    ['a wide word that is no token', 'äbcdefgh ij', 5, ['äbcde', 'fgh', 'ij']],
    ['a token too long for a secret', 'x'.repeat(2001), 1500, ['x'.repeat(1500), 'x'.repeat(501)]],
  ])('wraps %s', (_, text, width, lines) => {
    expect(wrapLine(text, { width, measure, isJson: false })).toEqual(lines);
  });

  it('breaks JSON after commas, or anywhere in a long value', () => {
    expect(wrapLine('["a","b","cdefghij"]', { width: 10, measure, isJson: true })).toEqual([
      '["a","b",',
      '"cdefghij"',
      ']',
    ]);
  });

  it('never breaks within a character, in a text of any length', () => {
    const family = '👨‍👩‍👧‍👦';
    const lines = wrapLine(family.repeat(20_000), { width: 8, measure: () => 1, isJson: false });
    expect(lines.join('')).toBe(family.repeat(20_000));
    expect(lines.every((line) => line.length % family.length === 0)).toBe(true);
  });
});
