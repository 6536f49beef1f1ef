import { describe, expect, it } from 'vitest';
import { wrapLine } from '../../src/output/wrap.ts';

const measure = (text: string) => text.length;

describe('wrapLine', () => {
  it.each<[string, string, number, string[]]>([
    ['nothing', '', 5, ['']],
    ['what fits', 'ab cd', 5, ['ab cd']],
    ['words', 'ab cd ef', 5, ['ab cd', 'ef']],
    ['spaces at the end of a line', 'abcde   fg   ', 5, ['abcde', 'fg']],
    ['spaces at the beginning', '  ab  cd', 8, ['  ab  cd']],
    ['more spaces than fit', '         ab', 5, ['ab']],
    ['a token that is too long', 'a abcdefgh b', 5, ['a', 'abcdefgh', 'b']],
    ['a token behind spaces', '  abcdefgh', 5, ['abcdefgh']],
    ['a long word that is no token', 'äbcdefgh ij', 5, ['äbcde', 'fgh', 'ij']],
    [
      'a token that is far too long for a secret',
      'x'.repeat(2001),
      1500,
      ['x'.repeat(1500), 'x'.repeat(501)],
    ],
  ])('%s', (_, text, width, lines) => {
    expect(wrapLine(text, width, measure)).toEqual(lines);
  });

  it('breaks JSON after commas, and anywhere', () => {
    expect(wrapLine('["a","b","cdefghij"]', 10, measure, true)).toEqual(['["a","b",', '"cdefghij"', ']']);
  });

  it('never breaks within a character, in a text of any length', () => {
    const family = '👨‍👩‍👧‍👦';
    const lines = wrapLine(family.repeat(20_000), 8, () => 1);
    expect(lines.join('')).toBe(family.repeat(20_000));
    expect(lines.every((line) => line.length % family.length === 0)).toBe(true);
  });
});
