import { describe, expect, it } from 'vitest';
import { isLoopback, isThisMachine, withoutUserInfo } from '../../../src/lib/net/address.ts';

describe('isLoopback', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    '127.0.0.1',
    '127.1',
    '0x7f.0.0.1',
    '2130706433',
    '127.0.0.1.',
    '127.9.9.9',
    '::1',
    '[::1]',
    '0:0:0:0:0:0:0:1',
    '::ffff:127.0.0.1',
    '[::ffff:7fff:1]',
  ])('is true for %s', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  it.each([
    '',
    'localhost.evil.com',
    '127.0.0.1.evil.com',
    'evil.com/.localhost',
    '128.0.0.1',
    '0.0.0.0',
    '::',
    '::ffff:128.0.0.1',
    'host',
    'api.localhost',
    'localhost.',
    'localhost/x',
    'localhost:80',
    'x@localhost',
    'evil-localhost',
    '.localhost',
  ])('is false for %s', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});

describe('isThisMachine', () => {
  it.each(['localhost', '127.1', '0.0.0.0', '0', '::', '[::]', '::ffff:0.0.0.0'])(
    'is true for %s',
    (host) => {
      expect(isThisMachine(host)).toBe(true);
    },
  );

  it.each(['', '0.0.0.1', '::2', 'api.localhost', 'host'])('is false for %s', (host) => {
    expect(isThisMachine(host)).toBe(false);
  });
});

describe('withoutUserInfo', () => {
  it.each([
    ['https://me:secret@host/v1', 'https://host/v1'],
    ['https://me:se@cret@host/v1', 'https://host/v1'],
    ['https://host/v1/@me', 'https://host/v1/@me'],
    ['https://host?at=@me', 'https://host?at=@me'],
  ])('turns %s into %s', (url, expected) => {
    expect(withoutUserInfo(url)).toBe(expected);
  });
});
