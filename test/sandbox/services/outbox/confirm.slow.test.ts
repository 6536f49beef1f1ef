import { beforeEach, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { type Account, guest, newAccount, signIn } from '../account/kit.ts';
import { newest, outbox, paramsOf } from './kit.ts';

const url = 'http://localhost/confirm';
const phone = '+12065550100';
const hourMs = 60 * 60 * 1000;

let at: TestSandbox;
let user: Account;
let other: Account;
let now: number;
beforeEach(async () => {
  now = Date.UTC(2026, 0, 1);
  at = await testSandbox({ now: () => now });
  user = await newAccount(at, 'ann@example.com');
  other = await newAccount(at, 'eve@example.com');
  return () => at.sandbox.close();
});

const invalid = { status: 401, json: { type: 'user_invalid_token' } };

/** Confirmations: how they are asked for and completed, and what they change. */
const confirmations = [
  {
    kind: 'verification',
    ask: () => user.request('POST', '/account/verification', { url }),
    complete: (body: object) => at.request('PUT', '/account/verification', { ...guest(), body }),
    changes: { emailVerification: true },
  },
  {
    kind: 'recovery',
    ask: () =>
      at.request('POST', '/account/recovery', { ...guest(), body: { email: 'ann@example.com', url } }),
    complete: (body: object) =>
      at.request('PUT', '/account/recovery', { ...guest(), body: { password: 'N3w-secret', ...body } }),
    changes: { emailVerification: true },
  },
  {
    kind: 'phone-verification',
    ask: async () => {
      await user.request('PATCH', '/account/phone', { phone, password: 'S3cret-pass' });
      return user.request('POST', '/account/verification/phone');
    },
    complete: (body: object) => user.request('PUT', '/account/verification/phone', body),
    changes: { phoneVerification: true },
  },
];

describe.each(confirmations)('$kind', ({ kind, ask, complete, changes }) => {
  it('completes with the secret from the outbox, once', async () => {
    const asked = await ask();
    expect(asked).toMatchObject({ status: 201, json: { userId: user.userId, secret: '' } });
    const [entry] = await outbox(at, { kind });
    expect(asked.headers.get('x-sandbox-outbox')).toContain(entry.$id);
    const { userId, secret } = entry;
    expect(entry).toMatchObject({ userId: user.userId, expire: asked.json.expire });
    expect(await complete({ userId, secret: 'wrong' })).toMatchObject(invalid);
    const done = await complete({ userId, secret });
    expect(done).toMatchObject({ status: 200, json: { $id: asked.json.$id, userId } });
    expect(JSON.stringify(done.json)).not.toContain(secret);
    expect((await user.request('GET', '/account')).json).toMatchObject(changes);
    expect(await complete({ userId, secret })).toMatchObject(invalid);
  });

  it('refuses a secret after an hour, for another user, and for another purpose', async () => {
    await ask();
    const [{ secret }] = await outbox(at, { kind });
    expect(await complete({ userId: other.userId, secret })).toMatchObject(invalid);
    const purposes = confirmations.filter((each) => each.kind !== kind);
    for (const purpose of purposes) {
      expect(await purpose.complete({ userId: user.userId, secret })).toMatchObject(invalid);
    }
    now += hourMs + 1;
    expect(await complete({ userId: user.userId, secret })).toMatchObject(invalid);
  });
});

it('carries user, secret and expiry in the link of a mail', async () => {
  await user.request('POST', '/account/verification', { url });
  const { url: link, userId, secret } = await newest(at, 'ann@example.com');
  expect(link.startsWith(`${url}?userId=`)).toBe(true);
  expect(paramsOf(link)).toEqual({ userId, secret, expire: '2026-01-01 01:00:00.000' });
  expect(secret).toHaveLength(256);
});

it('signs in with the password that was set by a recovery', async () => {
  const body = { email: 'ann@example.com', url };
  await at.request('POST', '/account/recovery', { ...guest(), body });
  const { userId, secret } = await newest(at, 'ann@example.com');
  const short = await at.request('PUT', '/account/recovery', {
    ...guest(),
    body: { userId, secret, password: 'short' },
  });
  expect(short).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
  const set = { userId, secret, password: 'N3w-secret' };
  expect((await at.request('PUT', '/account/recovery', { ...guest(), body: set })).status).toBe(200);
  const login = (password: string) =>
    at.request('POST', '/account/sessions/email', {
      ...guest(),
      body: { email: 'ann@example.com', password },
    });
  expect((await login('S3cret-pass')).status).toBe(401);
  expect((await login('N3w-secret')).status).toBe(201);
});

it('lets only one of two recoveries at once use a secret', async () => {
  await at.request('POST', '/account/recovery', { ...guest(), body: { email: 'ann@example.com', url } });
  const { userId, secret } = await newest(at, 'ann@example.com');
  const use = (password: string) =>
    at.request('PUT', '/account/recovery', { ...guest(), body: { userId, secret, password } });
  const answers = await Promise.all([use('N3w-secret-1'), use('N3w-secret-2')]);
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401]);
});

describe.each([
  ['email', 'ann@example.com'],
  ['phone', phone],
])('a second factor by %s', (factor, to) => {
  it('completes the sign-in with the code from the outbox, once', async () => {
    await user.request('PATCH', '/account/phone', { phone, password: 'S3cret-pass' });
    const path = `/users/${user.userId}/verification`;
    await at.request('PATCH', path, { body: { emailVerification: true } });
    await at.request('PATCH', `${path}/phone`, { body: { phoneVerification: true } });
    await user.request('PATCH', '/account/mfa', { mfa: true });
    const half = await signIn(at, 'ann@example.com');
    expect((await half.request('GET', '/account')).json.type).toBe('user_more_factors_required');

    const challenge = await half.request('POST', '/account/mfa/challenge', { factor });
    expect(challenge.status).toBe(200);
    const entry = await newest(at, to);
    expect(entry).toMatchObject({ kind: 'mfa-challenge', challengeId: challenge.json.$id });
    const answer = (otp: string) =>
      half.request('PUT', '/account/mfa/challenge', { challengeId: challenge.json.$id, otp });
    expect(await answer('x')).toMatchObject(invalid);
    expect(await answer(entry.secret)).toMatchObject({
      status: 200,
      json: { factors: ['password', factor] },
    });
    expect((await half.request('GET', '/account')).status).toBe(200);
    expect(await answer(entry.secret)).toMatchObject(invalid);
  });
});

it('keeps the mails of the console’s accounts apart', async () => {
  const admin = await newAccount(at, 'admin@example.com', 'console');
  const sent = await admin.request('POST', '/account/verification', { url });
  expect(sent.status).toBe(201);
  expect(await outbox(at)).toEqual([]);
  const [entry] = await outbox(at, { console: 'true' });
  expect(entry).toMatchObject({ to: 'admin@example.com', kind: 'verification' });
  const { userId, secret } = entry;
  const body = { userId, secret };
  expect((await at.request('PUT', '/account/verification', { ...guest('console'), body })).status).toBe(200);
});

it('leaves a switched-off way to sign in switched off', async () => {
  await user.request('PATCH', '/account/phone', { phone, password: 'S3cret-pass' });
  const owner = await newAccount(at, 'owner@example.com', 'console');
  await owner.request('POST', '/teams', { teamId: 'acme', name: 'Acme' });
  await owner.request('PATCH', '/projects/sandbox/auth/phone', { status: false });
  expect(await user.request('POST', '/account/verification/phone')).toMatchObject({
    status: 501,
    json: { type: 'user_auth_method_unsupported' },
  });
  expect(await outbox(at)).toEqual([]);
});
