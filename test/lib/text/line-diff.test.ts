import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffLines, hunksOf } from '../../../src/lib/text/line-diff.ts';

const shown = (before: string, after: string) =>
  diffLines(before, after).map(({ sign, text }) => sign + text);

describe('diffLines', () => {
  it.each([
    ['a\nb\nc', 'a\nb\nc', [' a', ' b', ' c']],
    ['a\nb\nc', 'a\nx\nc', [' a', '-b', '+x', ' c']],
    ['a\nb', 'b', ['-a', ' b']],
    ['a', 'b\na\nc', ['+b', ' a', '+c']],
    ['', 'a', ['-', '+a']],
    ['a\na', 'a', [' a', '-a']],
    ['a\nb\nc\nd', 'a\nc\nd\nb', [' a', '-b', ' c', ' d', '+b']],
  ])('compares %j with %j', (before, after, expected) => {
    expect(shown(before, after)).toEqual(expected);
  });

  it('holds both texts', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1 })
      .map((lines) => lines.join('\n'));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const lines = diffLines(before, after);
        const without = (sign: string) =>
          lines
            .filter((line) => line.sign !== sign)
            .map((line) => line.text)
            .join('\n');
        expect([without('+'), without('-')]).toEqual([before, after]);
      }),
    );
  });
});

describe('hunksOf', () => {
  it('leaves out what is far from a difference', () => {
    const before = [...'abcdefghijkl'].join('\n');
    const lines = hunksOf(diffLines(before, before.replace('c', 'x').replace('j', 'y')), 1);
    expect(lines.map((line) => (line ? line.sign + line.text : '…'))).toEqual([
      '…',
      ' b',
      '-c',
      '+x',
      ' d',
      '…',
      ' i',
      '-j',
      '+y',
      ' k',
    ]);
  });
});
