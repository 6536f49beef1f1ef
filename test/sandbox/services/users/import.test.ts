import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox();
});
afterAll(() => at.sandbox.close());

const scrypt = {
  passwordSalt: 'salt',
  passwordCpu: 16,
  passwordMemory: 8,
  passwordParallel: 1,
  passwordLength: 32,
};
const firebase = {
  passwordSalt: '42xEC+ixf3L2lw==',
  passwordSaltSeparator: 'Bw==',
  passwordSignerKey:
    'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==',
};
const bcrypt = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW';

it.each([
  ['argon2', { password: '$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$x' }, 'argon2', { type: 'argon2' }],
  ['bcrypt', { password: bcrypt }, 'bcrypt', { type: 'bcrypt' }],
  ['md5', { password: '5f4dcc3b5aa765d61d8327deb882cf99' }, 'md5', { type: 'md5' }],
  ['phpass', { password: '$P$9IQRaTwmfeRo7ud9Fh4E2PdI0S3r.L0' }, 'phpass', { type: 'phpass' }],
  [
    'scrypt',
    { password: 'a'.repeat(64), ...scrypt },
    'scrypt',
    { salt: 'salt', costCpu: 16, costMemory: 8, costParallel: 1, length: 32, type: 'scrypt' },
  ],
  [
    'scrypt-modified',
    { password: 'a'.repeat(64), ...firebase },
    'scryptMod',
    {
      signerKey: firebase.passwordSignerKey,
      saltSeparator: 'Bw==',
      salt: '42xEC+ixf3L2lw==',
      type: 'scryptMod',
    },
  ],
  ['sha', { password: 'a'.repeat(40), passwordVersion: 'sha1' }, 'sha', { version: 'sha1', type: 'sha' }],
])('imports %s', async (path, body, hash, hashOptions) => {
  const email = `${path}@example.com`;
  const answer = await at.request('POST', `/users/${path}`, { body: { userId: 'unique()', email, ...body } });
  expect(answer).toMatchObject({ status: 201, json: { email, hash, password: body.password } });
  // Text, because the order counts.
  expect(JSON.stringify(answer.json.hashOptions)).toBe(JSON.stringify(hashOptions));
});

it('signs a user with a foreign hash in, and rehashes the password', async () => {
  const password = '5f4dcc3b5aa765d61d8327deb882cf99';
  const body = { userId: 'old', email: 'old@example.com', password };
  await at.request('POST', '/users/md5', { body });
  const signIn = (plain: string) =>
    at.request('POST', '/account/sessions/email', {
      guest: true,
      body: { email: 'old@example.com', password: plain },
    });

  expect(await signIn('wrong-password')).toMatchObject({
    status: 401,
    json: { type: 'user_invalid_credentials' },
  });
  expect((await at.request('GET', '/users/old')).json.hash).toBe('md5');
  expect((await signIn('password')).status).toBe(201);
  expect((await at.request('GET', '/users/old')).json.hash).toBe('argon2');
  expect((await signIn('password')).status).toBe(201);
});

it('refuses a hash that is too short', async () => {
  const body = { userId: 'unique()', email: 'x@example.com', password: 'abc' };
  expect(await at.request('POST', '/users/md5', { body })).toMatchObject({
    status: 400,
    json: { type: 'general_argument_invalid' },
  });
});
