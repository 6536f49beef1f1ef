import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  maxEmailCharacters,
  maxNameCharacters,
  maxPhoneCharacters,
  Pseudonyms,
} from '../../../src/backup/scrub/pseudonyms.ts';

const pseudonyms = new Pseudonyms('seed');

it('replaces the same value in the same way, and with another seed in another', () => {
  const other = new Pseudonyms('other');
  const replacements = (by: Pseudonyms) => [
    by.hash('Ada'),
    by.email('ada@example.org'),
    by.name('Ada Lovelace'),
    by.phone('+4915112345678'),
    String(by.integer('7', 0n, 2n ** 53n)),
  ];
  expect(replacements(new Pseudonyms('seed'))).toEqual(replacements(pseudonyms));
  for (const [at, value] of replacements(other).entries())
    expect(value).not.toBe(replacements(pseudonyms)[at]);
});

it('takes addresses that differ in case for the same, as servers do', () => {
  expect(pseudonyms.email('Ada@Example.ORG')).toBe(pseudonyms.email('ada@example.org'));
  expect(pseudonyms.hash('Ada')).not.toBe(pseudonyms.hash('ada'));
});

it('keeps within the lengths that rules are checked against', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(pseudonyms.email(text)).toMatch(/^user-[0-9a-f]{20}@example\.com$/);
      expect(pseudonyms.email(text)).toHaveLength(maxEmailCharacters);
      expect(pseudonyms.name(text).length).toBeLessThanOrEqual(maxNameCharacters);
      expect(pseudonyms.phone(text)).toMatch(/^\+1[01]\d{13}$/);
      expect(pseudonyms.phone(text)).toHaveLength(maxPhoneCharacters);
    }),
  );
});

it('gives every phone number of up to 13 digits a number of its own', () => {
  const phones = new Set(
    Array.from({ length: 2_000 }, (_, at) => pseudonyms.phone(`+${1_206_555_0000 + at}`)),
  );
  expect(phones.size).toBe(2_000);
  expect(pseudonyms.phone('+9999999999999')).toMatch(/^\+10/);
});

it.each([
  [0n, 0n],
  [-5n, 5n],
  [-(2n ** 63n), 2n ** 63n - 1n],
])('keeps hashes of integers from %s to %s', (min, max) => {
  for (let at = 0; at < 200; at++) {
    const value = pseudonyms.integer(String(at), min, max);
    expect(value >= min && value <= max).toBe(true);
  }
});
