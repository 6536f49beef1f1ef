import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { cookies, guest, newAccount, register, signIn } from './kit.ts';

let at: TestSandbox;
let now = Date.UTC(2026, 0, 1);
beforeAll(async () => {
  at = await testSandbox({ now: () => now });
});
afterAll(() => at.sandbox.close());

const me = (headers: Record<string, string>) => at.request('GET', '/account', { guest: true, headers });
const asGuest = { status: 401, json: { type: 'general_unauthorized_scope' } };

it('registers a user, without the password in the answer', async () => {
  const body = { userId: 'unique()', email: 'New@example.com', password: 'S3cret-pass', name: 'New' };
  const answer = await at.request('POST', '/account', { guest: true, body });
  expect(answer).toMatchObject({ status: 201, json: { email: 'new@example.com', name: 'New', mfa: false } });
  expect(answer.json).not.toHaveProperty('password');
  expect(answer.json).not.toHaveProperty('hash');
  expect(answer.json.accessedAt).not.toBe('');
  const again = await at.request('POST', '/account', { guest: true, body });
  expect(again).toMatchObject({ status: 409, json: { type: 'user_already_exists' } });
});

it('sets cookies at sign-in, and the header that replaces them', async () => {
  await register(at, 'cookies@example.com');
  const body = { email: 'Cookies@example.com', password: 'S3cret-pass' };
  const answer = await at.request('POST', '/account/sessions/email', { guest: true, body });
  expect(answer).toMatchObject({
    status: 201,
    json: {
      provider: 'email',
      providerUid: 'cookies@example.com',
      current: true,
      factors: ['password'],
      secret: '',
      expire: '2027-01-01T00:00:00.000+00:00',
    },
  });
  const [legacy, cookie] = cookies(answer.headers) as [string, string];
  const attributes =
    'expires=Fri, 01-Jan-2027 00:00:00 GMT; Max-Age=31536000; path=/; httponly; samesite=Strict';
  expect(legacy).toMatch(/^a_session_sandbox_legacy=[^;]+; /);
  expect(legacy.endsWith(attributes)).toBe(true);
  expect(cookie).toMatch(/^a_session_sandbox=[^;]+; /);
  expect(cookie.endsWith(attributes)).toBe(true);

  const fallback = answer.headers.get('x-fallback-cookies')!;
  const secret = JSON.parse(fallback).a_session_sandbox;
  for (const headers of [
    { cookie: cookie.split(';')[0]! },
    { cookie: legacy.split(';')[0]! },
    { 'x-fallback-cookies': fallback },
    { 'x-appwrite-session': secret },
  ]) {
    expect((await me(headers)).json).toMatchObject({ email: 'cookies@example.com' });
  }
});

it.each([
  [
    'a wrong password',
    { email: 'known@example.com', password: 'wrong-pass' },
    401,
    'user_invalid_credentials',
  ],
  [
    'an unknown address',
    { email: 'nobody@example.com', password: 'S3cret-pass' },
    401,
    'user_invalid_credentials',
  ],
  ['no address', { email: 'known', password: 'S3cret-pass' }, 400, 'general_argument_invalid'],
  [
    'a password that is too short',
    { email: 'known@example.com', password: 'x' },
    400,
    'general_argument_invalid',
  ],
])('refuses to sign in with %s', async (_, body, status, type) => {
  await register(at, 'known@example.com');
  const answer = await at.request('POST', '/account/sessions/email', { guest: true, body });
  expect(answer).toMatchObject({ status, json: { type } });
  expect(cookies(answer.headers)).toEqual([]);
});

it('returns the secret to a server that signs a user in with its key', async () => {
  await register(at, 'server@example.com');
  const body = { email: 'server@example.com', password: 'S3cret-pass' };
  const { json } = await at.request('POST', '/account/sessions/email', { body });
  expect((await me({ 'x-appwrite-session': json.secret })).json).toMatchObject({
    email: 'server@example.com',
  });
});

it('lets an anonymous user get a name later', async () => {
  const { status, json, headers } = await at.request('POST', '/account/sessions/anonymous', { guest: true });
  expect({ status, json }).toMatchObject({ status: 201, json: { provider: 'anonymous', providerUid: '' } });
  const options = { guest: true, headers: { cookie: cookies(headers)[1]!.split(';')[0]! } };
  const again = await at.request('POST', '/account/sessions/anonymous', options);
  expect(again).toMatchObject({ status: 401, json: { type: 'user_session_already_exists' } });
  const body = { email: 'anon@example.com', password: 'S3cret-pass' };
  const named = await at.request('PATCH', '/account/email', { ...options, body });
  expect(named).toMatchObject({ status: 200, json: { email: 'anon@example.com' } });
  expect((await signIn(at, 'anon@example.com')).userId).toBe(json.userId);
});

describe('ended sessions', () => {
  it.each([
    ['a malformed cookie', { cookie: 'a_session_sandbox=x' }],
    ['a wrong secret', { 'x-appwrite-session': btoa('{"id":"ada","secret":"x"}') }],
    ["another project's cookie", { cookie: `a_session_other=${btoa('{"id":"ada","secret":"x"}')}` }],
  ])('treats as signed out: %s', async (_, headers) => {
    expect(await me(headers)).toMatchObject(asGuest);
  });

  it('treats an expired session as signed out', async () => {
    const { cookie } = await newAccount(at, 'expired@example.com');
    now += 365 * 24 * 3600 * 1000 + 1;
    expect(await me({ cookie })).toMatchObject(asGuest);
  });

  it('refuses a blocked user', async () => {
    const { cookie, userId } = await newAccount(at, 'blocked@example.com');
    await at.request('PATCH', `/users/${userId}/status`, { body: { status: false } });
    const blocked = { status: 401, json: { type: 'user_blocked' } };
    expect(await me({ cookie })).toMatchObject(blocked);
    const body = { email: 'blocked@example.com', password: 'S3cret-pass' };
    expect(await at.request('POST', '/account/sessions/email', { guest: true, body })).toMatchObject(blocked);
  });

  it('refuses a key and a session together', async () => {
    const { cookie } = await newAccount(at, 'both@example.com');
    const answer = await at.request('GET', '/account', { headers: { cookie } });
    expect(answer).toMatchObject({ status: 403, json: { type: 'user_api_key_and_session_set' } });
  });
});

describe('JWTs', () => {
  it('lets a JWT act as its user until the session ends', async () => {
    const user = await newAccount(at, 'jwt@example.com');
    const { status, json } = await user.request('POST', '/account/jwt');
    expect(status).toBe(201);
    const headers = { 'x-appwrite-jwt': json.jwt };
    expect((await me(headers)).json).toMatchObject({ $id: user.userId });
    await user.request('DELETE', '/account/sessions/current');
    expect(await me(headers)).toMatchObject(asGuest);
  });

  it.each(['nonsense', 'a.b.c'])('refuses %s', async (jwt) => {
    expect(await me({ 'x-appwrite-jwt': jwt })).toMatchObject({
      status: 401,
      json: { type: 'user_jwt_invalid' },
    });
  });

  it('refuses a JWT to a guest', async () => {
    expect(await at.request('POST', '/account/jwt', guest())).toMatchObject(asGuest);
  });
});

describe('operations with a message or another provider', () => {
  const email = 'x@example.com';
  it.each([
    ['POST', '/account/tokens/email', { userId: 'unique()', email: 'x' }, 400, 'general_argument_invalid'],
    ['POST', '/account/recovery', { email, url: 'http://localhost/reset' }, 404, 'user_not_found'],
    ['GET', '/account/tokens/oauth2/github', undefined, 412, 'project_provider_disabled'],
    ['GET', '/account/sessions/oauth2/github', undefined, 412, 'project_provider_disabled'],
    ['PUT', '/account/sessions/magic-url', { userId: 'x', secret: 'y' }, 401, 'user_invalid_token'],
    ['PUT', '/account/sessions/phone', { userId: 'x', secret: 'y' }, 401, 'user_invalid_token'],
    ['PUT', '/account/verification', { userId: 'x', secret: 'y' }, 404, 'user_not_found'],
  ])('refuses %s %s %j', async (method, path, body, status, type) => {
    const answer = await at.request(method, path, { guest: true, ...(body ? { body } : {}) });
    expect(answer).toMatchObject({ status, json: { type } });
  });

  it('refuses to verify what is verified or missing', async () => {
    const user = await newAccount(at, 'mail@example.com');
    const refusal = (status: number, type: string) => ({ status, json: { type } });
    const url = 'http://localhost:3000/mail';
    await at.request('PATCH', `/users/${user.userId}/verification`, { body: { emailVerification: true } });
    expect(await user.request('POST', '/account/verification', { url })).toMatchObject(
      refusal(409, 'user_email_already_verified'),
    );
    expect(await user.request('POST', '/account/verification/phone')).toMatchObject(
      refusal(400, 'user_phone_not_found'),
    );
    const proof = { userId: user.userId, secret: 'x', password: 'S3cret-pass' };
    expect(await user.request('PUT', '/account/recovery', proof)).toMatchObject(
      refusal(401, 'user_invalid_token'),
    );
  });

  it.each([
    ['POST', '/account/recovery', { email }],
    ['POST', '/account/tokens/magic-url', { userId: 'unique()', email }],
    ['POST', '/account/verification', {}],
  ])('sends nobody to a page of a foreign host: %s %s', async (method, path, body) => {
    const user = await newAccount(at, `redirect${path.length}@example.com`);
    const answer = await user.request(method, path, { ...body, url: 'https://example.com' });
    expect(answer).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
    expect(answer.json.message).toMatch(/`url` param: .*localhost/);
  });

  it('lets no provider lead to a page of a foreign host', async () => {
    const path = '/account/tokens/oauth2/github?success=http://localhost&failure=https://example.com';
    const answer = await at.request('GET', path, { guest: true });
    expect(answer).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
  });
});
