import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { outbox } from '../outbox/kit.ts';
import { makeBucket, upload } from '../storage/upload-form.ts';

let now = Date.parse('2030-01-01T00:00:00Z');
const later = '2030-01-01T01:00:00.000+00:00';

let at: TestSandbox;
let email: string;
beforeAll(async () => {
  at = await testSandbox({ now: () => now });
  const user = { userId: 'ada', email: 'ada@example.com', phone: '+12065550100' };
  email = (await at.request('POST', '/users', { body: user })).json.targets[0].$id;
  for (const [kind, settings] of Object.entries(providers)) {
    const body = { providerId: kind, name: kind, enabled: true, ...settings };
    await at.request('POST', `/messaging/providers/${kind}`, { body });
  }
  await makeBucket(at, 'files');
  await upload(at, 'files', 'hello', { id: 'text' });
  await upload(at, 'files', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), { id: 'png' });
});
afterAll(() => at.sandbox.close());

const providers = {
  sendgrid: { apiKey: 'k', fromEmail: 'shop@example.com' },
  twilio: { accountSid: 'a', authToken: 't', from: '+12065550111' },
};

const create = (kind: string, body: object) =>
  at.request('POST', `/messaging/messages/${kind}`, { body: { messageId: 'unique()', ...body } });
const update = (kind: string, id: string, body: object) =>
  at.request('PATCH', `/messaging/messages/${kind}/${id}`, { body });
const mail = { subject: 'Hi', content: 'x' };
const refusal = (status: number, type: string) => ({ status, json: { type } });

it.each([
  ['email', mail, { ...mail, html: false, cc: [], bcc: [], attachments: [] }],
  ['sms', { content: 'x' }, { content: 'x' }],
  [
    'push',
    { title: 'T', body: 'B', data: { a: 1 }, badge: '3' },
    { title: 'T', body: 'B', data: { a: 1 }, badge: '3' },
  ],
])('creates a draft of %s', async (providerType, content, data) => {
  const { status, json } = await create(providerType, { ...content, draft: true });
  expect({ status, json }).toMatchObject({
    status: 201,
    json: { providerType, status: 'draft', scheduledAt: null, deliveredAt: null, deliveredTotal: 0 },
  });
  // Text, because the order counts.
  expect(JSON.stringify(json.data)).toBe(JSON.stringify(data));
});

describe('messages that are sent', () => {
  it('keeps a message for each recipient, and says so', async () => {
    const bob = { userId: 'bob', email: 'bob@example.com' };
    const { targets } = (await at.request('POST', '/users', { body: bob })).json;
    await at.request('POST', '/messaging/topics', { body: { topicId: 'letters', name: 'Letters' } });
    const subscriber = { subscriberId: 'unique()', targetId: targets[0].$id };
    await at.request('POST', '/messaging/topics/letters/subscribers', { body: subscriber });
    await at.request('POST', '/users', { body: { userId: 'cy', email: 'cy@example.com' } });
    const cy = (await at.request('GET', '/users/cy')).json.targets[0].$id;

    const answer = await create('email', {
      messageId: 'now',
      subject: 'Hi',
      content: '<p>Hello &amp; <b>welcome</b></p>',
      html: true,
      topics: ['letters'],
      users: ['ada', 'bob'],
      targets: [email],
      cc: [cy],
      attachments: ['files:text'],
    });
    expect(answer).toMatchObject({ status: 201, json: { status: 'processing', deliveredTotal: 0 } });
    expect(answer.headers.get('x-sandbox-outbox')).toBe(
      'kept, not sent; GET /v1/sandbox/outbox?kind=message',
    );
    now += 1000;
    const entries = await outbox(at, { kind: 'message' });
    expect(entries.map(({ to, copy }: { to: string; copy?: string }) => [to, copy])).toEqual([
      ['bob@example.com', undefined],
      ['ada@example.com', undefined],
      ['cy@example.com', 'cc'],
    ]);
    expect(entries[0]).toMatchObject({
      channel: 'email',
      from: 'shop@example.com',
      subject: 'Hi',
      text: 'Hello & welcome',
      html: '<p>Hello &amp; <b>welcome</b></p>',
      userId: 'bob',
      messageId: 'now',
      providerId: 'sendgrid',
      attachments: [{ bucketId: 'files', fileId: 'text' }],
    });
    const { json } = await at.request('GET', '/messaging/messages/now');
    expect(json).toMatchObject({ status: 'sent', deliveredTotal: 2, deliveryErrors: [] });
    expect(json.deliveredAt).not.toBeNull();
    expect(await update('email', 'now', { subject: 'y' })).toMatchObject(
      refusal(400, 'message_already_sent'),
    );
  });

  it('sends a draft once it is none, as a text message', async () => {
    await create('sms', { messageId: 'draft', content: 'Code 1', users: ['ada'], draft: true });
    expect((await update('sms', 'draft', { draft: false })).json.status).toBe('processing');
    now += 1000;
    expect((await at.request('GET', '/messaging/messages/draft')).json.status).toBe('sent');
    expect(await outbox(at, { channel: 'sms' })).toMatchObject([
      { to: '+12065550100', from: '+12065550111', text: 'Code 1', subject: '', html: '', messageId: 'draft' },
    ]);
  });

  it('sends a notification to a device, with its data', async () => {
    const serviceAccountJSON = { project_id: 'p' };
    const provider = { providerId: 'fcm', name: 'fcm', enabled: true, serviceAccountJSON };
    await at.request('POST', '/messaging/providers/fcm', { body: provider });
    const target = { targetId: 'tablet', providerType: 'push', identifier: 'device-token' };
    await at.request('POST', '/users/ada/targets', { body: target });
    await create('push', { title: 'T', body: 'B', data: { a: '1' }, badge: '3', targets: ['tablet'] });
    now += 1000;
    expect(await outbox(at, { channel: 'push' })).toMatchObject([
      { to: 'device-token', subject: 'T', text: 'B', data: { a: '1' }, badge: '3', targetId: 'tablet' },
    ]);
    await at.request('PATCH', '/messaging/providers/fcm/fcm', { body: { enabled: false } });
  });

  it('sends a scheduled message when its time has come', async () => {
    const created = await create('email', { messageId: 'due', ...mail, users: ['ada'], scheduledAt: later });
    expect(created.json).toMatchObject({ status: 'scheduled', scheduledAt: later });
    expect(created.headers.get('x-sandbox-outbox')).toBeNull();
    const before = (await outbox(at)).length;
    now += 2 * 60 * 60 * 1000;
    expect(await outbox(at)).toHaveLength(before + 1);
    const { json } = await at.request('GET', '/messaging/messages/due');
    expect(json).toMatchObject({ status: 'sent', deliveredTotal: 1, deliveredAt: later });
    now -= 2 * 60 * 60 * 1000;
  });

  it('sends what is not scheduled even if the clock stands still', async () => {
    const standing = await testSandbox({ clock: 'manual' });
    const post = (path: string, body: object) => standing.request('POST', path, { body });
    await post('/users', { userId: 'ada', email: 'ada@example.com' });
    const provider = { providerId: 'mail', name: 'mail', enabled: true, ...providers.sendgrid };
    await post('/messaging/providers/sendgrid', provider);
    await post('/messaging/messages/email', { messageId: 'now', ...mail, users: ['ada'] });
    expect(await outbox(standing)).toHaveLength(1);
    await standing.sandbox.close();
  });

  it('leaves a draft unchanged when its time has passed', async () => {
    const late = { messageId: 'late', ...mail, users: ['ada'], draft: true, scheduledAt: later };
    expect((await create('email', late)).json.status).toBe('draft');
    now += 2 * 60 * 60 * 1000;
    const answer = await update('email', 'late', { draft: false });
    expect(answer).toMatchObject(refusal(400, 'message_already_scheduled'));
    expect((await at.request('GET', '/messaging/messages/late')).json.status).toBe('draft');
    now -= 2 * 60 * 60 * 1000;
  });
});

describe('messages that no server could deliver', () => {
  it.each([
    ['a user without a target', 'email', { ...mail, users: ['nobody'] }, 'recipients'],
    ['a topic without subscribers', 'sms', { content: 'x', topics: ['news'] }, 'recipients'],
    ['a device without a provider', 'push', { title: 'T', body: 'B', targets: ['phone'] }, 'provider'],
  ])('fails a message to %s a moment later', async (_, kind, body, reason) => {
    const target = { targetId: 'phone', providerType: 'push', identifier: 'token' };
    await at.request('POST', '/users/ada/targets', { body: target });
    const { status, json } = await create(kind, body);
    expect({ status, json }).toMatchObject({
      status: 201,
      json: { status: 'processing', deliveryErrors: [] },
    });
    expect(await update(kind, json.$id, {})).toMatchObject(refusal(400, 'message_already_processing'));
    now += 1000;
    const { json: failed } = await at.request('GET', `/messaging/messages/${json.$id}`);
    expect(failed).toMatchObject({ status: 'failed', deliveredTotal: 0 });
    expect(failed.deliveryErrors).toEqual([expect.stringContaining(reason)]);
  });
});

it('changes a message by the route of another channel', async () => {
  await create('sms', { messageId: 'text', content: 'x', users: ['ada'], draft: true });
  const { status, json } = await update('email', 'text', { subject: 'Hi', html: true });
  expect({ status, json }).toMatchObject({ status: 200, json: { providerType: 'sms', status: 'draft' } });
  expect(json.data).toEqual({ content: 'x', subject: 'Hi', html: true });
});

it('creates, changes and deletes a message', async () => {
  await create('email', { messageId: 'm', ...mail, targets: [email], draft: true });
  expect(await create('email', { messageId: 'm', ...mail, draft: true })).toMatchObject({ status: 409 });
  const changed = await update('email', 'm', { subject: 'Ho', html: true });
  expect(changed.json).toMatchObject({ status: 'draft', data: { subject: 'Ho', content: 'x', html: true } });
  const scheduled = await update('email', 'm', { scheduledAt: later });
  expect(scheduled.json).toMatchObject({ status: 'scheduled', scheduledAt: later });
  expect((await update('email', 'm', { draft: true })).json.status).toBe('draft');
  expect((await update('email', 'm', { draft: false })).json.status).toBe('scheduled');

  const found = await at.list('/messaging/messages', {
    method: 'equal',
    attribute: 'status',
    values: ['scheduled'],
  });
  expect(found.json.messages).toMatchObject([{ $id: 'm' }]);
  const { json } = await at.request('GET', '/messaging/messages/m/targets');
  expect(json).toMatchObject({ total: 1, targets: [{ $id: email, identifier: 'ada@example.com' }] });
  expect((await at.request('GET', '/messaging/messages/m/logs')).json).toEqual({ total: 0, logs: [] });
  expect((await at.request('DELETE', '/messaging/messages/m')).status).toBe(204);
  expect((await at.request('GET', '/messaging/messages/m')).json.type).toBe('message_not_found');
});

it.each([
  ['nobody to send to', 'email', mail, 'message_missing_target'],
  [
    'a text message to a mailbox',
    'sms',
    () => ({ content: 'x', targets: [email] }),
    'message_target_not_sms',
  ],
  ['a copy to nobody', 'email', { ...mail, users: ['ada'], cc: ['nope'] }, 'message_target_not_email'],
  [
    'a time that is past',
    'sms',
    { content: 'x', users: ['ada'], scheduledAt: '2029-01-01' },
    'general_argument_invalid',
  ],
  [
    'a time that is none',
    'sms',
    { content: 'x', users: ['ada'], scheduledAt: 'soon' },
    'general_argument_invalid',
  ],
  [
    'an attachment that is no file',
    'email',
    { ...mail, attachments: ['text'], draft: true },
    'general_argument_invalid',
  ],
  [
    'an image that is none',
    'push',
    { title: 'T', body: 'B', image: 'files:text', draft: true },
    'storage_file_type_unsupported',
  ],
])('refuses %s', async (_, kind, body, type) => {
  const answer = await create(kind, typeof body === 'function' ? body() : body);
  expect(answer).toMatchObject(refusal(400, type));
});

it('accepts files with messages', async () => {
  const withFile = await create('email', { ...mail, attachments: ['files:text'], draft: true });
  expect(withFile.json.data.attachments).toEqual([{ bucketId: 'files', fileId: 'text' }]);
  const withImage = await create('push', { title: 'T', body: 'B', image: 'files:png', draft: true });
  expect(withImage.json.data.image).toEqual({ bucketId: 'files', fileId: 'png' });
  for (const [file, type] of [
    ['files:nope', 'storage_file_not_found'],
    ['nope:text', 'storage_bucket_not_found'],
  ] as const) {
    const missing = await create('email', { ...mail, attachments: [file], draft: true });
    expect(missing).toMatchObject(refusal(404, type));
  }
});
