import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { totpCode } from '../../../../src/sandbox/core/auth/totp.ts';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { type Account, newAccount, signIn } from './kit.ts';

let at: TestSandbox;
let now = Date.UTC(2026, 0, 1);
let user: Account;
let email: string;
let count = 0;
beforeAll(async () => {
  at = await testSandbox({ now: () => now });
});
afterAll(() => at.sandbox.close());
beforeEach(async () => {
  email = `user${++count}@example.com`;
  user = await newAccount(at, email);
});

const refusal = (status: number, type: string) => ({ status, json: { type } });
const totp = '/account/mfa/authenticators/totp';
const recoveryCodes = '/account/mfa/recovery-codes';

/** Adds and confirms an authenticator app, and returns its secret. */
async function addApp(): Promise<string> {
  const { secret } = (await user.request('POST', totp)).json;
  expect((await user.request('PUT', totp, { otp: totpCode(secret, now) })).status).toBe(200);
  return secret;
}

/** Signs in again, and asks for a factor. */
async function challenged(factor: string) {
  const half = await signIn(at, email);
  const { status, json } = await half.request('POST', '/account/mfa/challenge', { factor });
  expect(status).toBe(200);
  const answer = (otp: string) =>
    half.request('PUT', '/account/mfa/challenge', { challengeId: json.$id, otp });
  return { half, answer };
}

it('adds an app, and confirms it with its code', async () => {
  const created = await user.request('POST', totp);
  expect(created.status).toBe(200);
  expect(created.json.uri).toContain(created.json.secret);
  expect(await user.request('PUT', totp, { otp: '000000' })).toMatchObject(
    refusal(401, 'user_invalid_token'),
  );
  const { secret } = (await user.request('POST', totp)).json;
  expect(secret).not.toBe(created.json.secret);
  expect((await user.request('PUT', totp, { otp: totpCode(secret, now) })).status).toBe(200);
  expect((await user.request('GET', '/account/mfa/factors')).json).toMatchObject({ totp: true });
  const verified = refusal(409, 'user_authenticator_already_verified');
  expect(await user.request('POST', totp)).toMatchObject(verified);
  expect(await user.request('PUT', totp, { otp: totpCode(secret, now) })).toMatchObject(verified);
});

it('requires the code at sign-in once it is on, and allows nothing else before', async () => {
  const secret = await addApp();
  await user.request('PATCH', '/account/mfa', { mfa: true });
  expect((await user.request('GET', '/account')).status).toBe(200);

  const { half, answer } = await challenged('totp');
  for (const path of ['/account', '/account/sessions', '/teams', '/databases/x/collections/y/documents']) {
    expect(await half.request('GET', path)).toMatchObject(refusal(401, 'user_more_factors_required'));
  }
  expect((await half.request('GET', '/account/mfa/factors')).json).toMatchObject({ totp: true });
  expect(await answer('000000')).toMatchObject(refusal(401, 'user_invalid_token'));
  const shown = await answer(totpCode(secret, now));
  expect(shown).toMatchObject({ status: 200, json: { $id: half.sessionId, factors: ['password', 'totp'] } });
  expect((await half.request('GET', '/account')).json).toMatchObject({ mfa: true });
  expect(await answer(totpCode(secret, now))).toMatchObject(refusal(401, 'user_invalid_token'));
});

it('asks for no factor if it is turned on without one', async () => {
  await user.request('PATCH', '/account/mfa', { mfa: true });
  const again = await signIn(at, email);
  expect((await again.request('GET', '/account')).status).toBe(200);
});

it.each(['recoveryCode', 'recoverycode'])('accepts a recovery code, as %s, once', async (factor) => {
  await addApp();
  const { recoveryCodes: codes } = (await user.request('POST', recoveryCodes)).json;
  await user.request('PATCH', '/account/mfa', { mfa: true });
  const { half, answer } = await challenged(factor);
  expect((await answer(codes[0])).json).toMatchObject({ factors: ['password', 'recoveryCode'] });
  expect((await half.request('GET', '/account')).status).toBe(200);
  expect((await (await challenged(factor)).answer(codes[0])).status).toBe(401);
});

it('shows and replaces recovery codes only right after a factor', async () => {
  const secret = await addApp();
  const { json } = await user.request('POST', recoveryCodes);
  expect(json.recoveryCodes).toHaveLength(6);
  expect(await user.request('POST', recoveryCodes)).toMatchObject(
    refusal(409, 'user_recovery_codes_already_exists'),
  );
  const required = refusal(401, 'user_challenge_required');
  expect(await user.request('GET', recoveryCodes)).toMatchObject(required);
  expect(await user.request('PATCH', recoveryCodes)).toMatchObject(required);

  const { half, answer } = await challenged('totp');
  await answer(totpCode(secret, now));
  expect((await half.request('GET', recoveryCodes)).json).toEqual(json);
  expect((await half.request('PATCH', recoveryCodes)).json).not.toEqual(json);
  now += 5 * 60 * 1000 + 1;
  expect(await half.request('GET', recoveryCodes)).toMatchObject(required);
});

it('removes an app with its code, or with a recovery code', async () => {
  const secret = await addApp();
  expect(await user.request('DELETE', totp, { otp: 'x' })).toMatchObject(refusal(401, 'user_invalid_token'));
  expect((await user.request('DELETE', totp, { otp: totpCode(secret, now) })).status).toBe(204);
  await addApp();
  const { recoveryCodes: codes } = (await user.request('POST', recoveryCodes)).json;
  expect((await user.request('DELETE', totp, { otp: codes[0] })).status).toBe(204);
  expect((await user.request('GET', '/account/mfa/factors')).json).toMatchObject({ totp: false });
});

it.each([
  ['email', 500, 'user_email_not_verified'],
  ['phone', 400, 'user_phone_not_found'],
  ['fax', 400, 'general_argument_invalid'],
])('refuses to send a code by %s', async (factor, status, type) => {
  const answer = await user.request('POST', '/account/mfa/challenge', { factor });
  expect(answer).toMatchObject(refusal(status, type));
});

it('refuses an answer to an expired challenge, or another user’s', async () => {
  const secret = await addApp();
  const { answer } = await challenged('totp');
  now += 60 * 60 * 1000 + 1;
  expect((await answer(totpCode(secret, now))).status).toBe(401);
  const { json } = await user.request('POST', '/account/mfa/challenge', { factor: 'totp' });
  const eve = await newAccount(at, 'eve@example.com');
  const body = { challengeId: json.$id, otp: totpCode(secret, now) };
  expect((await eve.request('PUT', '/account/mfa/challenge', body)).status).toBe(401);
});
