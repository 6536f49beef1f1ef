import { afterAll, beforeAll, expect, it } from 'vitest';
import { type TestSandbox, testSandbox } from '../../client.ts';
import { signIn } from '../../sign-in.ts';

let at: TestSandbox;
let emailTarget: string;
beforeAll(async () => {
  at = await testSandbox();
  const user = { userId: 'ada', email: 'ada@example.com', password: 'password1', name: 'Ada' };
  const { json } = await at.request('POST', '/users', { body: user });
  emailTarget = json.targets[0].$id;
});
afterAll(() => at.sandbox.close());

const createTopic = (topicId: string, settings: object = {}) =>
  at.request('POST', '/messaging/topics', { body: { topicId, name: topicId, ...settings } });
const subscribe = (topic: string, body: object, options = {}) =>
  at.request('POST', `/messaging/topics/${topic}/subscribers`, { body, ...options });

it('creates, changes and deletes a topic', async () => {
  const created = await createTopic('news');
  expect(created).toMatchObject({
    status: 201,
    json: { $id: 'news', emailTotal: 0, smsTotal: 0, pushTotal: 0, subscribe: ['users'] },
  });
  expect((await createTopic('news')).json.type).toBe('topic_already_exists');
  expect((await createTopic('unique()')).json.$id).toMatch(/^[0-9a-f]{20}$/);
  expect((await createTopic('$bad')).json.message).toContain('topicId');
  expect((await createTopic('x', { subscribe: ['everyone'] })).json.message).toContain('subscribe');
  const changed = await at.request('PATCH', '/messaging/topics/news', { body: { subscribe: ['any'] } });
  expect(changed.json).toMatchObject({ name: 'news', subscribe: ['any'] });
  expect((await at.request('GET', '/messaging/topics/news/logs')).json).toEqual({ total: 0, logs: [] });
  expect((await at.request('DELETE', '/messaging/topics/news')).status).toBe(204);
  expect((await at.request('GET', '/messaging/topics/news')).json.type).toBe('topic_not_found');
});

it('creates and deletes a subscriber', async () => {
  await createTopic('daily');
  const created = await subscribe('daily', { subscriberId: 'sub', targetId: emailTarget });
  expect(created).toMatchObject({
    status: 201,
    json: {
      $id: 'sub',
      topicId: 'daily',
      targetId: emailTarget,
      userId: 'ada',
      userName: 'Ada',
      providerType: 'email',
      target: { $id: emailTarget, identifier: 'ada@example.com' },
    },
  });
  expect((await at.request('GET', '/messaging/topics/daily')).json.emailTotal).toBe(1);
  const twice = await subscribe('daily', { subscriberId: 'other', targetId: emailTarget });
  expect(twice).toMatchObject({ status: 409, json: { type: 'subscriber_already_exists' } });

  const path = '/messaging/topics/daily/subscribers';
  const byUser = { method: 'equal', attribute: 'userId', values: ['ada'] };
  expect((await at.list(path, byUser)).json).toEqual({ total: 1, subscribers: [created.json] });
  expect((await at.request('GET', `${path}?search=nobody`)).json.total).toBe(0);
  expect((await at.request('GET', `${path}/sub`)).json).toEqual(created.json);
  expect((await at.request('GET', '/messaging/subscribers/sub/logs')).json.total).toBe(0);
  expect((await at.request('DELETE', `${path}/sub`)).status).toBe(204);
  expect((await at.request('GET', `${path}/sub`)).json.type).toBe('subscriber_not_found');
});

it('counts the subscribers of a topic, and finds topics by their number', async () => {
  await createTopic('counted');
  const { json: target } = await at.request('POST', '/users/ada/targets', {
    body: { targetId: 'phone', providerType: 'sms', identifier: '+12065550101' },
  });
  await subscribe('counted', { subscriberId: 'unique()', targetId: target.$id });
  const bySms = { method: 'greaterThan', attribute: 'smsTotal', values: [0] };
  expect((await at.list('/messaging/topics', bySms)).json.topics).toMatchObject([{ $id: 'counted' }]);
  await at.request('DELETE', '/users/ada/targets/phone');
  expect((await at.request('GET', '/messaging/topics/counted')).json.smsTotal).toBe(0);
  expect((await at.request('GET', '/messaging/topics/counted/subscribers')).json.total).toBe(0);
});

it('lets users subscribe if their roles allow it, and see only their own subscription', async () => {
  const bob = await signIn(at, 'bob');
  const { targets } = (await at.request('GET', '/users/bob/targets')).json;
  await createTopic('open');
  await createTopic('closed', { subscribe: ['label:vip'] });
  await subscribe('open', { subscriberId: 'adas', targetId: emailTarget });
  const own = { subscriberId: 'bobs', targetId: targets[0].$id };
  expect((await subscribe('closed', own, bob)).json.type).toBe('user_unauthorized');
  expect((await subscribe('open', own, bob)).status).toBe(201);
  const path = '/messaging/topics/open/subscribers';
  expect((await at.request('DELETE', `${path}/adas`, bob)).json.type).toBe('subscriber_not_found');
  expect((await at.request('DELETE', `${path}/bobs`, bob)).status).toBe(204);
});

it.each([
  ['a topic that does not exist', 'nope', 'any', 'topic_not_found'],
  ['a target that does not exist', 'daily', 'nope', 'user_target_not_found'],
])('refuses %s', async (_, topic, targetId, type) => {
  const answer = await subscribe(topic, { subscriberId: 'unique()', targetId });
  expect(answer).toMatchObject({ status: 404, json: { type } });
});
