import { describe, expect, it } from 'vitest';
import { isLoopback } from '../../../src/lib/net/address.ts';

describe('isLoopback', () => {
  it.each([
    'localhost',
    'LOCALHOST',
    'localhost.',
    'api.localhost',
    '127.0.0.1',
    '127.9.9.9',
    '::1',
    '[::1]',
    '0:0:0:0:0:0:0:1',
  ])('%s is', (host) => {
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
    'host',
    'evil-localhost',
    '.localhost',
  ])('%s is not', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});
