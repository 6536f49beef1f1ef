import { expect, it } from 'vitest';
import { isEmail, isIp, isUrl } from '../../../src/sandbox/core/formats.ts';

it.each([
  [isEmail, 'ada@example.com', true],
  [isEmail, "o'hara+tag@mail.example.co.uk", true],
  [isEmail, 'ada@localhost', false],
  [isEmail, 'ada@example.1', false],
  [isEmail, 'ada', false],
  [isEmail, '@example.com', false],
  [isEmail, 'a..b@example.com', false],
  [isEmail, 'a b@example.com', false],
  [isEmail, 'ada@-example.com', false],
  [isEmail, `${'a'.repeat(65)}@example.com`, false],
  [isUrl, 'https://example.com/a?b#c', true],
  [isUrl, 'ftp://example.com', true],
  [isUrl, 'http://999.1.1.1', true],
  [isUrl, 'http://a_b.example', false],
  [isUrl, 'https:///path', false],
  [isUrl, 'example.com', false],
  [isUrl, 'https://', false],
  [isUrl, 'https://exa mple.com', false],
  [isUrl, 'https://example.com/é', false],
  [isIp, '127.0.0.1', true],
  [isIp, '::1', true],
  [isIp, 'fe80::1%eth0', false],
  [isIp, '127.0.0', false],
])('checks %o with %s: %s', (is, text, expected) => expect(is(text)).toBe(expected));
