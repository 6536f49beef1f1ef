import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { cookies, guest } from '../account/kit.ts';
import { newest, paramsOf } from './kit.ts';

let at: TestSandbox;
let now = Date.UTC(2026, 0, 1);
const minuteMs = 60 * 1000;
beforeAll(async () => {
  at = await testSandbox({ now: () => now });
});
afterAll(() => at.sandbox.close());

const invalid = { status: 401, json: { type: 'user_invalid_token' } };
const post = (path: string, body: object) => at.request('POST', path, { ...guest(), body });

/** Ways to sign in: where to ask, who gets the secret, and what the session and the user are then. */
const ways = [
  {
    way: 'magic-url',
    ask: { email: 'magic@example.com', url: 'http://localhost/login?from=mail#top' },
    minutes: 60,
    session: { provider: 'magic-url', factors: ['email'] },
    user: { email: 'magic@example.com', emailVerification: true, targets: [] },
    finish: ['PUT', '/account/sessions/magic-url'],
  },
  {
    way: 'email',
    ask: { email: 'otp@example.com' },
    minutes: 15,
    session: { provider: 'token', factors: ['email'] },
    user: { email: 'otp@example.com', emailVerification: false, targets: [] },
    finish: ['POST', '/account/sessions/token'],
  },
  {
    way: 'phone',
    ask: { phone: '+12065550100' },
    minutes: 15,
    session: { provider: 'phone', factors: ['phone'] },
    user: { phone: '+12065550100', phoneVerification: true, targets: [{ providerType: 'sms' }] },
    finish: ['PUT', '/account/sessions/phone'],
  },
] as const;

it.each(ways)('signs up and in by $way with what the outbox has', async (each) => {
  const { way, ask, minutes, session, user, finish } = each;
  const asked = await post(`/account/tokens/${way}`, { userId: 'unique()', ...ask });
  expect(asked).toMatchObject({ status: 201, json: { secret: '', phrase: '' } });
  const { userId } = asked.json;
  const entry = await newest(at, Object.values(ask)[0]!);
  expect(asked.headers.get('x-sandbox-outbox')).toBe(`kept, not sent; GET /v1/sandbox/outbox/${entry.$id}`);
  expect(entry).toMatchObject({ userId, expire: asked.json.expire });
  expect(Date.parse(entry.expire)).toBe(now + minutes * minuteMs);
  expect(entry.text).toContain(way === 'magic-url' ? entry.url : entry.secret);

  const [method, path] = finish;
  const use = (secret: string, id = userId) =>
    at.request(method, path, { ...guest(), body: { userId: id, secret } });
  expect(await use('000000x')).toMatchObject(invalid);
  expect(await use(entry.secret, 'nobody')).toMatchObject(invalid);
  const signedIn = await use(entry.secret);
  expect(signedIn).toMatchObject({ status: 201, json: { ...session, userId, secret: '' } });
  const cookie = cookies(signedIn.headers).at(-1)!.split(';')[0]!;
  const me = await at.request('GET', '/account', guest(undefined, { cookie }));
  expect(me).toMatchObject({ status: 200, json: { $id: userId, ...user } });
  expect(await use(entry.secret)).toMatchObject(invalid);
});

it.each(ways)(
  'finds the user of a second request by $way, and refuses a secret that has expired',
  async (each) => {
    const { way, ask, minutes, finish } = each;
    const { json } = await post(`/account/tokens/${way}`, { userId: 'other', ...ask });
    expect(json.userId).not.toBe('other');
    const { secret } = await newest(at, Object.values(ask)[0]!);
    now += minutes * minuteMs + 1;
    const [method, path] = finish;
    const body = { userId: json.userId, secret };
    expect(await at.request(method, path, { ...guest(), body })).toMatchObject(invalid);
  },
);

it('adds the secret to the page of a magic link, and keeps what the page has', async () => {
  const { url, userId, secret, expire } = await newest(at, 'magic@example.com');
  expect(url).toMatch(/^http:\/\/localhost\/login\?from=mail&/);
  expect(url).toMatch(/#top$/);
  expect(paramsOf(url)).toEqual({ from: 'mail', userId, secret, expire, project: 'sandbox' });
});

it('sends a magic link without a page to the server itself', async () => {
  await post('/account/tokens/magic-url', { userId: 'unique()', email: 'page@example.com' });
  expect((await newest(at, 'page@example.com')).url).toMatch(/^http:\/\/127.0.0.1\/auth\/magic-url\?/);
});

it.each(['email', 'magic-url'])('repeats the phrase of a sign-in by %s in the mail', async (way) => {
  const body = { userId: 'unique()', email: 'phrase@example.com', phrase: true };
  const { json } = await post(`/account/tokens/${way}`, body);
  expect(json.phrase).toMatch(/^\w+ \w+$/);
  expect((await newest(at, 'phrase@example.com')).text).toContain(json.phrase);
});

it('tells a server the secret that it asks for', async () => {
  const body = { userId: 'unique()', email: 'server@example.com' };
  for (const way of ['email', 'magic-url']) {
    const { json } = await at.request('POST', `/account/tokens/${way}`, { body });
    expect(json.secret).toBe((await newest(at, 'server@example.com')).secret);
  }
});

it('refuses an ID that another user has', async () => {
  const body = { userId: 'taken', email: 'first@example.com' };
  await post('/account/tokens/email', body);
  expect(await post('/account/tokens/email', { ...body, email: 'second@example.com' })).toMatchObject({
    status: 409,
    json: { type: 'document_already_exists' },
  });
});
