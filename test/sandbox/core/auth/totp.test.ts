import { expect, it } from 'vitest';
import { isTotpCode, newTotpSecret, totpCode, totpUri } from '../../../../src/sandbox/core/auth/totp.ts';

/** The secret of RFC 6238's examples, `12345678901234567890`, in base32. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

it.each([
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
  [20_000_000_000, '353130'],
])('returns the code of %d seconds: %s', (seconds, code) => {
  expect(totpCode(secret, seconds * 1000)).toBe(code);
});

it.each([
  ['the step before', -30, true],
  ['now', 0, true],
  ['the step after', 30, true],
  ['two steps before', -60, false],
  ['two steps after', 60, false],
])('checks a code of %s', (_, offset, valid) => {
  const now = 1_234_567_890_000;
  expect(isTotpCode(secret, totpCode(secret, now + offset * 1000), now)).toBe(valid);
});

it('returns a new secret each time, and puts it into the URI with its owner', () => {
  const fresh = newTotpSecret();
  expect(fresh).toMatch(/^[A-Z2-7]{103}$/);
  expect(newTotpSecret()).not.toBe(fresh);
  const uri = new URL(totpUri(fresh, 'My Shop', 'ada@example.com'));
  expect(uri.protocol).toBe('otpauth:');
  expect(decodeURIComponent(uri.pathname)).toContain('My Shop:ada@example.com');
  expect(uri.searchParams.get('secret')).toBe(fresh);
});
