import { describe, expect, it } from 'vitest';
import { graphemes } from '../../../src/lib/text/graphemes.ts';

const variant = 'a\u{e0100}';
const family = '👨‍👩‍👧‍👦';

describe('graphemes', () => {
  it.each([
    ['letters', 'a'],
    ['accents', 'e\u0301'],
    ['flags', '🇩🇪'],
    ['families', family],
    ['variants of two code units', variant],
    ['Hangul in pieces', '\u1100\u1161\u11a8'],
  ])('keeps whole, wherever a part of the text ends: %s', (_, character) => {
    for (let before = 0; before < 8; before++) {
      const found = [...graphemes('x'.repeat(before) + character.repeat(600))];
      expect(found).toEqual([...Array(before).fill('x'), ...Array(600).fill(character)]);
    }
  });

  it('adds an accent to a plain letter, wherever a part of the text ends', () => {
    for (let before = 250; before < 260; before++) {
      const found = [...graphemes(`${'x'.repeat(before)}e\u0301z`)];
      expect(found).toEqual([...Array(before).fill('x'), 'e\u0301', 'z']);
    }
  });

  it('finds none in an empty text', () => {
    expect([...graphemes('')]).toEqual([]);
  });
});
