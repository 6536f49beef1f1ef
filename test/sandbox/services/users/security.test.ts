import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';

let at: TestSandbox;
let now = Date.UTC(2026, 0, 1);
beforeAll(async () => {
  at = await testSandbox({ now: () => now });
  await at.request('POST', '/users', { body: { userId: 'ada', email: 'ada@example.com', name: 'Ada' } });
});
afterAll(() => at.sandbox.close());

const token = async (body: object = {}) => (await at.request('POST', '/users/ada/tokens', { body })).json;
const redeem = (secret: string, userId = 'ada') =>
  at.request('POST', '/account/sessions/token', { guest: true, body: { userId, secret } });

describe('tokens', () => {
  it('signs its user in, once', async () => {
    const { secret, userId, phrase } = await token();
    expect({ userId, phrase }).toEqual({ userId: 'ada', phrase: '' });
    expect(secret).toMatch(/^[0-9a-f]{6}$/);
    expect(await redeem(secret)).toMatchObject({
      status: 201,
      json: { userId: 'ada', provider: 'token', factors: ['token'], current: true, secret: '' },
    });
    expect(await redeem(secret)).toMatchObject({ status: 401, json: { type: 'user_invalid_token' } });
  });

  it('makes a token of the requested length and lifetime', async () => {
    const { secret, expire } = await token({ length: 128, expire: 60 });
    expect(secret).toHaveLength(128);
    expect(Date.parse(expire)).toBe(now + 60_000);
    now += 61_000;
    expect((await redeem(secret)).status).toBe(401);
  });

  it('makes a token for a quarter of an hour by default', async () => {
    expect(Date.parse((await token()).expire)).toBe(now + 900_000);
  });

  it.each([{ length: 3 }, { length: 129 }, { expire: 59 }, { expire: 31_536_001 }])(
    'refuses a token with %j',
    async (body) => {
      const answer = await at.request('POST', '/users/ada/tokens', { body });
      expect(answer).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
    },
  );

  it('refuses a token of another user', async () => {
    await at.request('POST', '/users', { body: { userId: 'eve' } });
    expect((await redeem((await token()).secret, 'eve')).status).toBe(401);
    expect((await redeem('x', 'nobody')).status).toBe(401);
  });
});

describe('sessions of users', () => {
  const list = async () => (await at.request('GET', '/users/ada/sessions')).json;

  it('lets a server create one, and act as the user with its secret', async () => {
    const { status, json } = await at.request('POST', '/users/ada/sessions');
    expect(status).toBe(201);
    expect(json).toMatchObject({ provider: 'server', ip: '127.0.0.1', countryCode: '--', mfaUpdatedAt: '' });
    const headers = { 'x-appwrite-session': json.secret };
    expect((await at.request('GET', '/account', { guest: true, headers })).json).toMatchObject({
      $id: 'ada',
    });
    expect((await list()).sessions.map(({ secret }: { secret: string }) => secret)).not.toContain(
      json.secret,
    );
  });

  it('ends the oldest of more than ten', async () => {
    const first = (await at.request('POST', '/users/ada/sessions')).json;
    for (let count = 0; count < 10; count++) await at.request('POST', '/users/ada/sessions');
    const { total, sessions } = await list();
    expect(total).toBe(10);
    expect(sessions).not.toContainEqual(expect.objectContaining({ $id: first.$id }));
  });

  it('ends single sessions, and all at once', async () => {
    const [one] = (await list()).sessions;
    expect((await at.request('DELETE', `/users/ada/sessions/${one.$id}`)).status).toBe(204);
    expect(await at.request('DELETE', `/users/ada/sessions/${one.$id}`)).toMatchObject({
      status: 404,
      json: { type: 'user_session_not_found' },
    });
    expect((await at.request('DELETE', '/users/ada/sessions')).status).toBe(204);
    expect(await list()).toEqual({ total: 0, sessions: [] });
  });

  it('signs a deleted user out', async () => {
    await at.request('POST', '/users', { body: { userId: 'gone' } });
    const { secret } = (await at.request('POST', '/users/gone/sessions')).json;
    await at.request('DELETE', '/users/gone');
    const answer = await at.request('GET', '/account', {
      guest: true,
      headers: { 'x-appwrite-session': secret },
    });
    expect(answer).toMatchObject({ status: 401, json: { type: 'general_unauthorized_scope' } });
  });
});

describe('second factors of users', () => {
  const path = '/users/ada/mfa/recovery-codes';
  const factors = async () => (await at.request('GET', '/users/ada/mfa/factors')).json;

  it('lists verified contacts as factors', async () => {
    expect(await factors()).toEqual({ totp: false, phone: false, email: false, recoveryCode: false });
    await at.request('PATCH', '/users/ada/verification', { body: { emailVerification: true } });
    expect(await factors()).toMatchObject({ email: true });
  });

  it('creates, shows and replaces recovery codes', async () => {
    const missing = { status: 404, json: { type: 'user_recovery_codes_not_found' } };
    expect(await at.request('GET', path)).toMatchObject(missing);
    expect(await at.request('PUT', path)).toMatchObject(missing);
    const { status, json } = await at.request('PATCH', path);
    expect(status).toBe(200);
    expect(json.recoveryCodes).toHaveLength(6);
    expect(new Set(json.recoveryCodes).size).toBe(6);
    expect((await at.request('GET', path)).json).toEqual(json);
    expect(await at.request('PATCH', path)).toMatchObject({
      status: 409,
      json: { type: 'user_recovery_codes_already_exists' },
    });
    expect((await at.request('PUT', path)).json).not.toEqual(json);
    expect(await factors()).toMatchObject({ recoveryCode: true });
  });

  it('refuses to remove an authenticator app that does not exist', async () => {
    expect(await at.request('DELETE', '/users/ada/mfa/authenticators/totp')).toMatchObject({
      status: 404,
      json: { type: 'user_authenticator_not_found' },
    });
  });
});
