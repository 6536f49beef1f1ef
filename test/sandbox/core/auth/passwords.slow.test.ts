import { describe, expect, it } from 'vitest';
import { argon2Options, hashPassword, verifyPassword } from '../../../../src/sandbox/core/auth/passwords.ts';
import type { StoredPassword } from '../../../../src/sandbox/core/records/users.ts';

const stored = (
  hash: StoredPassword['hash'],
  password: string,
  hashOptions: StoredPassword['hashOptions'] = {},
) => ({ hash, password, hashOptions });

const firebase = {
  salt: '42xEC+ixf3L2lw==',
  saltSeparator: 'Bw==',
  signerKey: 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
};
const scrypt = { salt: 'NaCl', costCpu: 1024, costMemory: 8, costParallel: 16, length: 64 };

/** Test vectors from the reference implementations. */
const vectors: [string, string, StoredPassword][] = [
  [
    'argon2',
    'password',
    stored('argon2', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'),
  ],
  ['bcrypt', 'U*U', stored('bcrypt', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW')],
  ['MD5', 'password', stored('md5', '5f4dcc3b5aa765d61d8327deb882cf99')],
  ['PHPass', 'test12345', stored('phpass', '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0')],
  [
    'PHPass with bcrypt',
    'U*U',
    stored('phpass', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'),
  ],
  [
    'scrypt',
    'password',
    stored(
      'scrypt',
      'fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162' +
        '2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640',
      scrypt,
    ),
  ],
  [
    'scrypt of Firebase',
    'user1password',
    stored(
      'scryptMod',
      'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ==',
      firebase,
    ),
  ],
  ['SHA-1', 'password', stored('sha', '5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8', { version: 'sha1' })],
  [
    'SHA-512/256',
    'abc',
    stored('sha', '53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23', {
      version: 'sha512/256',
    }),
  ],
  [
    'SHA without a version, which is SHA3-512',
    'abc',
    stored(
      'sha',
      'b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e' +
        '10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0',
    ),
  ],
];

it.each(vectors)('verifies %s', async (_, plain, password) => {
  expect(await verifyPassword(plain, password)).toBe(true);
  expect(await verifyPassword(`${plain}x`, password)).toBe(false);
  expect(await verifyPassword('', password)).toBe(false);
});

it('hashes a new password with argon2 and a salt of its own', async () => {
  const first = await hashPassword('S3cret-päss', argon2Options);
  const second = await hashPassword('S3cret-päss', argon2Options);
  expect(first.password).toMatch(/^\$argon2id\$v=19\$m=2048,t=4,p=3\$/);
  expect(second.password).not.toBe(first.password);
  expect(await verifyPassword('S3cret-päss', first)).toBe(true);
  expect(await verifyPassword('S3cret-pass', first)).toBe(false);
});

describe('verifyPassword with a malformed or expensive hash', () => {
  it.each([
    ['argon2', 'nonsense'],
    ['argon2', '$argon2id$v=19$m=4194304,t=100,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweA'],
    ['bcrypt', 'nonsense'],
    ['bcrypt', '$2a$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
    ['md5', ''],
    ['phpass', '$P$SIQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0'],
    ['scrypt', 'nonsense'],
    ['scryptMod', 'nonsense'],
  ] as const)('matches nothing for %s %s', async (hash, password) => {
    expect(await verifyPassword('password', stored(hash, password))).toBe(false);
  });

  it('matches nothing for scrypt that would take gigabytes', async () => {
    const costly = stored('scrypt', 'fdbabe1c', { ...scrypt, costCpu: 2 ** 30 });
    expect(await verifyPassword('password', costly)).toBe(false);
  });
});
