import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { type Account, cookies, newAccount, signIn } from './kit.ts';

let at: TestSandbox;
let ada: Account;
let now = Date.UTC(2026, 0, 1);
beforeAll(async () => {
  at = await testSandbox({ now: () => now });
  ada = await newAccount(at, 'ada@example.com');
});
afterAll(() => at.sandbox.close());

const refusal = (status: number, type: string) => ({ status, json: { type } });

describe('profile of the account', () => {
  it('changes name and prefs', async () => {
    expect((await ada.request('PATCH', '/account/name', { name: 'Ada L.' })).json).toMatchObject({
      name: 'Ada L.',
    });
    const { json } = await ada.request('PATCH', '/account/prefs', { prefs: { theme: 'dark' } });
    expect(json).toMatchObject({ $id: ada.userId, prefs: { theme: 'dark' } });
    expect((await ada.request('GET', '/account/prefs')).json).toEqual({ theme: 'dark' });
    const { logs } = (await ada.request('GET', '/account/logs')).json;
    expect(logs.map(({ event }: { event: string }) => event)).toEqual([
      'user.update',
      'user.update',
      'session.create',
      'user.create',
    ]);
    expect((await ada.request('GET', '/account/identities')).json).toEqual({ total: 0, identities: [] });
  });

  it.each([
    ['PATCH', '/account/email', { email: 'new@example.com', password: 'wrong-pass' }],
    ['PATCH', '/account/phone', { phone: '+12065550100', password: 'wrong-pass' }],
    ['PATCH', '/account/password', { password: 'An0ther-pass', oldPassword: 'wrong-pass' }],
    ['PATCH', '/account/password', { password: 'An0ther-pass' }],
  ])('requires the password for %s %s: %j', async (method, path, body) => {
    expect(await ada.request(method, path, body)).toMatchObject(refusal(401, 'user_invalid_credentials'));
  });

  it('changes address, number and password with the password', async () => {
    const user = await newAccount(at, 'change@example.com');
    const password = 'S3cret-pass';
    const email = await user.request('PATCH', '/account/email', { email: 'changed@example.com', password });
    expect(email.json).toMatchObject({
      email: 'changed@example.com',
      emailVerification: false,
      targets: [{ identifier: 'changed@example.com' }],
    });
    const phone = await user.request('PATCH', '/account/phone', { phone: '+12065550155', password });
    expect(phone.json).toMatchObject({ phone: '+12065550155', targets: email.json.targets });
    const body = { password: 'An0ther-pass', oldPassword: password };
    expect((await user.request('PATCH', '/account/password', body)).status).toBe(200);
    const old = { email: 'changed@example.com', password };
    expect((await at.request('POST', '/account/sessions/email', { guest: true, body: old })).status).toBe(
      401,
    );
    const fresh = { email: 'changed@example.com', password: 'An0ther-pass' };
    expect((await at.request('POST', '/account/sessions/email', { guest: true, body: fresh })).status).toBe(
      201,
    );
  });

  it('refuses the address of another user', async () => {
    const other = await newAccount(at, 'other@example.com');
    const body = { email: 'ada@example.com', password: 'S3cret-pass' };
    expect(await other.request('PATCH', '/account/email', body)).toMatchObject(
      refusal(409, 'user_target_already_exists'),
    );
  });

  it('signs out a user who blocks the own account', async () => {
    const user = await newAccount(at, 'blocks@example.com');
    const answer = await user.request('PATCH', '/account/status');
    expect(answer).toMatchObject({ status: 200, json: { status: false } });
    expect(cookies(answer.headers)[1]).toContain('a_session_sandbox=deleted; ');
    expect(await user.request('GET', '/account')).toMatchObject(refusal(401, 'user_blocked'));
  });

  it('deletes the account', async () => {
    const user = await newAccount(at, 'deletes@example.com');
    expect((await user.request('DELETE', '/account')).status).toBe(204);
    expect((await at.request('GET', `/users/${user.userId}`)).status).toBe(404);
  });
});

describe('sessions of the account', () => {
  it('lists sessions, with the current one marked', async () => {
    const user = await newAccount(at, 'sessions@example.com');
    const second = await signIn(at, 'sessions@example.com');
    const { json } = await user.request('GET', '/account/sessions');
    expect(json.total).toBe(2);
    expect(json.sessions).toMatchObject([
      { $id: user.sessionId, current: true, secret: '' },
      { $id: second.sessionId, current: false },
    ]);
    const one = (id: string) => user.request('GET', `/account/sessions/${id}`);
    expect((await one('current')).json).toEqual(json.sessions[0]);
    expect((await one(second.sessionId)).json).toEqual(json.sessions[1]);
    expect(await one('nope')).toMatchObject(refusal(404, 'user_session_not_found'));
    expect(await one(ada.sessionId)).toMatchObject(refusal(404, 'user_session_not_found'));
  });

  it('extends a session', async () => {
    now += 1000;
    const { json } = await ada.request('PATCH', '/account/sessions/current');
    expect(json.expire).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
    expect(Date.parse(`${json.expire}Z`)).toBe(now + 365 * 24 * 3600 * 1000);
  });

  it('ends single sessions, and takes the cookie only from the session that signs out', async () => {
    const user = await newAccount(at, 'ends@example.com');
    const second = await signIn(at, 'ends@example.com');
    const other = await user.request('DELETE', `/account/sessions/${second.sessionId}`);
    expect(other).toMatchObject({ status: 204, text: '' });
    expect(cookies(other.headers)).toEqual([]);
    expect((await second.request('GET', '/account')).status).toBe(401);
    const own = await user.request('DELETE', '/account/sessions/current');
    expect(cookies(own.headers)).toEqual([
      'a_session_sandbox_legacy=deleted; expires=Thu, 01-Jan-1970 00:00:00 GMT; Max-Age=0; path=/; httponly; samesite=Strict',
      'a_session_sandbox=deleted; expires=Thu, 01-Jan-1970 00:00:00 GMT; Max-Age=0; path=/; httponly; samesite=Strict',
    ]);
    expect((await user.request('GET', '/account')).status).toBe(401);
  });

  it('ends all sessions at once', async () => {
    const user = await newAccount(at, 'all@example.com');
    const second = await signIn(at, 'all@example.com');
    expect((await user.request('DELETE', '/account/sessions')).status).toBe(204);
    expect((await second.request('GET', '/account')).status).toBe(401);
  });
});

it('adds, changes and removes a device', async () => {
  const body = { targetId: 'device', identifier: 'token' };
  const created = await ada.request('POST', '/account/targets/push', body);
  expect(created).toMatchObject({ status: 201, json: { providerType: 'push', userId: ada.userId } });
  const path = '/account/targets/device/push';
  expect((await ada.request('PUT', path, { identifier: 'fresh' })).json).toMatchObject({
    identifier: 'fresh',
  });
  const eve = await newAccount(at, 'eve@example.com');
  expect((await eve.request('DELETE', path)).status).toBe(404);
  expect((await ada.request('DELETE', path)).status).toBe(204);
});
