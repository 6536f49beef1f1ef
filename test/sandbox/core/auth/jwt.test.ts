import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { readJwt, signJwt } from '../../../../src/sandbox/core/auth/jwt.ts';
import { Store } from '../../../../src/sandbox/core/store/store.ts';

const now = Date.UTC(2026, 0, 1);
const claims = { userId: 'ada', sessionId: 's1' };
const store = new Store().scope('shop');
const jwt = signJwt(store, claims, now);
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const [header, payload, signature] = jwt.split('.') as [string, string, string];

test('it is a JWT by HMAC-SHA-256 that ends in a quarter of an hour', () => {
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ typ: 'JWT', alg: 'HS256' });
  const content = JSON.parse(Buffer.from(payload, 'base64url').toString());
  expect(content).toEqual({ ...claims, exp: now / 1000 + 900 });
});

test.each([
  ['at once', 0],
  ['at the end', 900],
  ['while clocks may differ', 910],
])('it can be read %s', (_, seconds) => {
  expect(readJwt(store, jwt, now + seconds * 1000)).toEqual(claims);
});

const forged = createHmac('sha256', 'guess').update(`${header}.${payload}`).digest('base64url');
test.each([
  ['that has expired', jwt, 911],
  ['of somebody else', `${header}.${encode({ ...claims, userId: 'eve', exp: now })}.${signature}`, 0],
  ['signed with another key', `${header}.${payload}.${forged}`, 0],
  ['without a signature', `${encode({ typ: 'JWT', alg: 'none' })}.${payload}.`, 0],
  ['that is none', 'nonsense', 0],
  ['with a part too many', `${jwt}.x`, 0],
])('one %s is refused', (_, text, seconds) => {
  expect(readJwt(store, text, now + seconds * 1000)).toBeUndefined();
});

test('one of another project is refused', () => {
  expect(readJwt(new Store().scope('shop'), jwt, now)).toBeUndefined();
});
