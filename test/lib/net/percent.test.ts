import { describe, expect, it } from 'vitest';
import { percentDecoded } from '../../../src/lib/net/percent.ts';

describe('percentDecoded', () => {
  it.each([
    ['', ''],
    ['a+b', 'a+b'],
    ['%C3%BC%20%2F', 'ü /'],
  ])('decodes %j', (text, expected) => {
    expect(percentDecoded(text)).toBe(expected);
  });

  it.each(['100%', '%zz', '%C3', '%E0%A4%A'])('has no text for %j', (text) => {
    expect(percentDecoded(text)).toBeUndefined();
  });
});
