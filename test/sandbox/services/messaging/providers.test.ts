import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await testSandbox();
});
afterAll(() => at.sandbox.close());

const create = (kind: string, providerId: string, settings: object = {}) =>
  at.request('POST', `/messaging/providers/${kind}`, { body: { providerId, name: kind, ...settings } });
const update = (kind: string, id: string, body: object) =>
  at.request('PATCH', `/messaging/providers/${kind}/${id}`, { body });

const noSender = { fromName: '', fromEmail: '', replyToName: '', replyToEmail: '' };
const from = '+12065550100';

it.each([
  ['mailgun', 'email', [], noSender],
  ['sendgrid', 'email', [], noSender],
  ['msg91', 'sms', [], []],
  ['telesign', 'sms', [], []],
  ['textmagic', 'sms', [], []],
  ['twilio', 'sms', [], []],
  ['vonage', 'sms', [], []],
  ['fcm', 'push', [], []],
  ['apns', 'push', [], { sandbox: false }],
])('creates %s from a name alone, but does not enable it', async (kind, type, credentials, options) => {
  const { status, json } = await create(kind, `bare-${kind}`, { enabled: true });
  expect({ status, json }).toMatchObject({
    status: 201,
    json: { provider: kind, type, enabled: false, credentials, options },
  });
});

it.each([
  ['mailgun', { apiKey: 'k', domain: 'example.com', isEuRegion: false, fromEmail: 'a@example.com' }],
  ['sendgrid', { apiKey: 'k', fromEmail: 'a@example.com' }],
  ['smtp', { host: 'mail.example.com', fromEmail: 'a@example.com' }],
  ['msg91', { senderId: 's', authKey: 'k' }],
  ['telesign', { customerId: 'c', apiKey: 'k', from }],
  ['textmagic', { username: 'u', apiKey: 'k', from }],
  ['twilio', { accountSid: 'a', authToken: 't', from }],
  ['vonage', { apiKey: 'k', apiSecret: 's', from }],
  ['fcm', { serviceAccountJSON: { type: 'service_account' } }],
  ['apns', { authKey: 'k', authKeyId: 'i', teamId: 't', bundleId: 'b' }],
])('enables %s if it has all required values', async (kind, settings) => {
  expect((await create(kind, `off-${kind}`, settings)).json.enabled).toBe(false);
  const { json } = await create(kind, `on-${kind}`, { ...settings, enabled: true });
  expect(json.enabled).toBe(true);
  expect({ ...json.credentials, ...json.options }).toMatchObject(settings);
});

it('stores the settings of an SMTP server', async () => {
  const { json } = await create('smtp', 'smtp', { host: 'h', encryption: 'none' });
  expect(json.credentials).toEqual({ port: 587, username: '', password: '', host: 'h' });
  expect(json.options).toEqual({ ...noSender, encryption: '', autoTLS: true, mailer: '' });
});

it('creates, changes and deletes a provider', async () => {
  await create('sendgrid', 'sg', { apiKey: 'one' });
  expect((await create('twilio', 'sg')).json.type).toBe('provider_already_exists');
  expect(await update('sendgrid', 'sg', { enabled: true })).toMatchObject({
    status: 400,
    json: { type: 'provider_missing_credentials' },
  });
  expect((await update('mailgun', 'sg', {})).json.type).toBe('provider_incorrect_type');
  const changed = await update('sendgrid', 'sg', { name: 'SG', fromEmail: 'a@example.com', enabled: true });
  expect(changed).toMatchObject({
    status: 200,
    json: {
      name: 'SG',
      enabled: true,
      credentials: { apiKey: 'one' },
      options: { fromEmail: 'a@example.com' },
    },
  });
  const queries = [{ method: 'equal', attribute: 'name', values: ['SG'] }];
  expect((await at.list('/messaging/providers', ...queries)).json.providers).toEqual([changed.json]);
  expect((await at.request('GET', '/messaging/providers/sg/logs')).json).toEqual({ total: 0, logs: [] });
  expect((await at.request('DELETE', '/messaging/providers/sg')).status).toBe(204);
  expect((await at.request('GET', '/messaging/providers/sg')).json.type).toBe('provider_not_found');
});

it.each(['telesign', 'textmagic', 'twilio', 'vonage'])('does not check a new sender of %s', async (kind) => {
  await create(kind, `from-${kind}`, { from });
  const { status, json } = await update(kind, `from-${kind}`, { from: 'Shop' });
  expect({ status, json }).toMatchObject({ status: 200, json: { options: { from: 'Shop' } } });
});

it.each([
  ['sendgrid', { fromEmail: 'nobody' }, 'fromEmail'],
  ['twilio', { from: '12' }, 'from'],
  ['smtp', { host: 'h', encryption: 'rot13' }, 'encryption'],
])('refuses %s with %o', async (kind, settings, param) => {
  const answer = await create(kind, 'unique()', settings);
  expect(answer).toMatchObject({ status: 400, json: { type: 'general_argument_invalid' } });
  expect(answer.json.message).toContain(param);
});
