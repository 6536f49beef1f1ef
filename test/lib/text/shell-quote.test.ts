import { describe, expect, it } from 'vitest';
import { shellWord } from '../../../src/lib/text/shell-quote.ts';

describe('shellWord', () => {
  it.each(['shop', 'a.b-c_1', '--x=1,2', 'user:ada', './a/b', 'a@b', '100%'])(
    'leaves %s as it is',
    (text) => {
      expect(shellWord(text)).toBe(text);
    },
  );

  it.each([
    ['an empty text', '', "''"],
    ['a space', 'my shop', "'my shop'"],
    ['a pattern, which zsh takes for file names', 'users.*', "'users.*'"],
    ['a quote', "Ann's", `'Ann'\\''s'`],
    ['a variable', '$id', "'$id'"],
    ['other letters', 'магазин', "'магазин'"],
  ])('quotes %s', (_, text, expected) => {
    expect(shellWord(text)).toBe(expected);
  });
});
