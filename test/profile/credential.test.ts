import { expect, it } from 'vitest';
import { maskSecret } from '../../src/profile/credential.ts';

it.each([
  ['', '••••'],
  ['short', '••••'],
  ['elevenchars', '••••'],
  ['twelve-chars', '••••hars'],
  ['standard_0123456789abcdef1a2b', '••••1a2b'],
])('masks %s as %s', (secret, shown) => {
  expect(maskSecret(secret)).toBe(shown);
});
