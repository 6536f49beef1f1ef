import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { readJwt, signJwt } from '../../../../src/sandbox/core/auth/jwt.ts';
import { Store } from '../../../../src/sandbox/core/store/store.ts';

const now = Date.UTC(2026, 0, 1);
const claims = { userId: 'ada', sessionId: 's1' };
const store = new Store().scope('shop');
const jwt = signJwt(store, claims, now);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const [header, payload, signature] = jwt.split('.') as [string, string, string];

it('signs a JWT by HMAC-SHA-256 that expires after a quarter of an hour', () => {
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ typ: 'JWT', alg: 'HS256' });
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString());
  expect(content).toEqual({ ...claims, exp: now / 1000 + 900 });
});

it.each([
  ['at once', 0],
  ['at the end', 900],
  ['while clocks may differ', 910],
])('reads a JWT %s', (_, seconds) => {
  expect(readJwt(store, jwt, now + seconds * 1000)).toEqual(claims);
});

const forged = createHmac('sha256', 'guess').update(`${header}.${payload}`).digest('base64url');
it.each([
  ['that has expired', jwt, 911],
  ['of another user', `${header}.${encode({ ...claims, userId: 'eve', exp: now })}.${signature}`, 0],
  ['signed with another key', `${header}.${payload}.${forged}`, 0],
  ['without a signature', `${encode({ typ: 'JWT', alg: 'none' })}.${payload}.`, 0],
  ['that is malformed', 'nonsense', 0],
  ['with an extra part', `${jwt}.x`, 0],
])('refuses a JWT %s', (_, text, seconds) => {
  expect(readJwt(store, text, now + seconds * 1000)).toBeUndefined();
});

it('refuses a JWT of another project', () => {
  expect(readJwt(new Store().scope('shop'), jwt, now)).toBeUndefined();
});
