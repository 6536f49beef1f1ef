import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RequestOptions, TestSandbox } from '../../client.ts';
import { createFunction, deploy, runningSandbox } from '../../services/functions/deploy.ts';
import { signIn } from '../../sign-in.ts';
import { executionsOf, seenBy, settle, spyCode } from '../spy.ts';

let at: TestSandbox;
let ada: RequestOptions;

const groups = ['users', 'databases', 'buckets', 'teams', 'messages', 'topics', 'providers', 'rules'];

beforeAll(async () => {
  at = await runningSandbox({}, { asyncDelayMs: 0 });
  ada = await signIn(at, 'ada');
  const events = groups.map((group) => `${group}.*`);
  await deploy(at, 'spy', { 'main.js': spyCode }, { events });
});
afterAll(() => at.sandbox.close());

const collection = '/databases/d/collections/c';
const everyone = ['read("any")', 'create("users")', 'update("users")', 'delete("users")'];

/** Requests in their order, each with the event that it raises and members of the payload; null for no event. */
const requests: readonly [
  method: string,
  path: string,
  body: object,
  event: string | null,
  payload?: object | undefined,
  as?: 'ada',
][] = [
  ['POST', '/users', { userId: 'u', email: 'u@example.com' }, 'users.u.create', { $id: 'u' }],
  ['PATCH', '/users/u/name', { name: 'Grace' }, 'users.u.update', { name: 'Grace' }],
  ['PATCH', '/users/u/prefs', { prefs: { a: 1 } }, 'users.u.update', { a: 1 }],
  ['POST', '/users/u/tokens', {}, 'users.u.tokens.*.create', { userId: 'u' }],
  [
    'POST',
    '/users/u/targets',
    { targetId: 't', providerType: 'email', identifier: 'x@example.com' },
    'users.u.targets.t.create',
    { $id: 't' },
  ],
  ['DELETE', '/users/u/targets/t', {}, 'users.u.targets.t.delete', { $id: 't', identifier: 'x@example.com' }],
  ['DELETE', '/users/u/sessions', {}, 'users.u.sessions', { $id: 'u' }],
  ['DELETE', '/users/u', {}, 'users.u.delete', { $id: 'u', name: 'Grace' }],
  ['PATCH', '/account/name', { name: 'Ada' }, 'users.ada.update', { name: 'Ada' }, 'ada'],
  ['POST', '/account/jwt', {}, null, undefined, 'ada'],
  [
    'POST',
    '/account/recovery',
    { email: 'ada@example.com', url: 'http://localhost/' },
    'users.ada.recovery.*.create',
    { userId: 'ada' },
    'ada',
  ],
  ['POST', '/databases', { databaseId: 'd', name: 'D' }, 'databases.d.create', { $id: 'd' }],
  [
    'POST',
    '/databases/d/collections',
    { collectionId: 'c', name: 'C', permissions: everyone, documentSecurity: true },
    'databases.d.collections.c.create',
    { $id: 'c' },
  ],
  [
    'POST',
    `${collection}/attributes/string`,
    { key: 'title', size: 9, required: false },
    'databases.d.collections.c.attributes.title.create',
    { key: 'title', status: 'processing' },
  ],
  [
    'POST',
    `${collection}/documents`,
    { documentId: 'x', data: { title: 'X' }, permissions: [] },
    'databases.d.collections.c.documents.x.create',
    { $id: 'x' },
    'ada',
  ],
  [
    'PATCH',
    `${collection}/documents/x`,
    { data: {}, permissions: ['delete("users")'] },
    'databases.d.collections.c.documents.x.update',
    { $id: 'x' },
  ],
  [
    'DELETE',
    `${collection}/documents/x`,
    {},
    'databases.d.collections.c.documents.x.delete',
    { $id: 'x', $collectionId: 'c' },
    'ada',
  ],
  ['DELETE', collection, {}, 'databases.d.collections.c.delete', { $id: 'c', name: 'C' }],
  ['PUT', '/databases/d', { name: 'E' }, 'databases.d.update', { name: 'E' }],
  ['POST', '/storage/buckets', { bucketId: 'b', name: 'B' }, 'buckets.b.create', { $id: 'b' }],
  ['DELETE', '/storage/buckets/b', {}, 'buckets.b.delete', { name: 'B' }],
  ['POST', '/teams', { teamId: 't', name: 'T' }, 'teams.t.create', { $id: 't' }],
  ['PUT', '/teams/t/prefs', { prefs: { a: 1 } }, 'teams.t.update', { a: 1 }],
  [
    'POST',
    '/teams/t/memberships',
    { roles: ['owner'], userId: 'ada' },
    'teams.t.memberships.*.create',
    { teamId: 't', userId: 'ada' },
  ],
  ['POST', '/messaging/topics', { topicId: 'news', name: 'News' }, 'topics.news.create', { $id: 'news' }],
  ['DELETE', '/messaging/topics/news', {}, 'topics.news.delete', { name: 'News' }],
  [
    'POST',
    '/messaging/providers/smtp',
    { providerId: 'mail', name: 'Mail', host: 'example.com' },
    'providers.mail.create',
    { $id: 'mail' },
  ],
  [
    'POST',
    '/messaging/messages/email',
    { messageId: 'm', subject: 'S', content: 'C', draft: true },
    'messages.m.create',
    { $id: 'm' },
  ],
  ['DELETE', '/account/sessions', {}, 'users.ada.sessions.*.delete', { userId: 'ada', current: true }, 'ada'],
  ['POST', '/teams', { teamId: 't', name: 'T' }, null],
];

describe('events', () => {
  it.each(requests)('raises the event of %s %s %j: %s', async (method, path, body, event, payload, as) => {
    const before = (await seenBy(at, 'spy')).length;
    const { status } = await at.request(method, path, { body, ...(as && ada) });
    expect(status < 300).toBe(event !== null || path === '/account/jwt');
    const seen = (await seenBy(at, 'spy')).slice(before);
    if (event === null) return expect(seen).toEqual([]);
    expect(seen).toEqual([
      {
        event: expect.stringMatching(new RegExp(`^${event.replaceAll('.', '\\.').replace('*', '\\w+')}$`)),
        userId: as ?? '',
        trigger: 'event',
        type: 'application/json',
        agent: 'Appwrite/1.5.7',
        body: expect.any(String),
      },
    ]);
    expect(JSON.parse(seen[0]!.body)).toMatchObject(payload!);
  });

  it('gives functions the secret of a recovery, which the client does not get', async () => {
    const { json } = await at.request('POST', '/account/recovery', {
      guest: true,
      body: { email: 'ada@example.com', url: 'http://localhost/' },
    });
    expect(json.secret).toBe('');
    const { body, userId } = (await seenBy(at, 'spy')).at(-1)!;
    expect(JSON.parse(body).secret).toMatch(/^\w{20,}$/);
    expect(userId).toBe('ada');
  });

  it('runs a function once if several of its events match, and no other function', async () => {
    await deploy(
      at,
      'twice',
      { 'main.js': spyCode },
      { events: ['teams.*', 'teams.*.create', 'teams.once'] },
    );
    await createFunction(at, 'deaf', { events: ['teams.other.*', 'users.*'] });
    await at.request('POST', '/teams', { body: { teamId: 'once', name: 'O' } });
    expect(await seenBy(at, 'twice')).toMatchObject([{ event: 'teams.once.create' }]);
    expect(await executionsOf(at, 'deaf')).toEqual([]);
  });

  it('keeps a failed execution of a function without code, and answers the request that raised the event', async () => {
    await createFunction(at, 'codeless', { events: ['buckets.*.create'] });
    const body = { bucketId: 'c', name: 'C' };
    expect((await at.request('POST', '/storage/buckets', { body })).status).toBe(201);
    expect(await executionsOf(at, 'codeless')).toMatchObject([
      { status: 'failed', trigger: 'event', errors: expect.stringContaining('no live deployment') },
    ]);
  });

  it('raises the events of deployments and executions', async () => {
    const events = ['functions.told.deployments.*', 'functions.told.executions.*'];
    await deploy(at, 'watcher', { 'main.js': spyCode }, { events });
    await deploy(at, 'told', { 'main.js': spyCode });
    await at.request('POST', '/functions/told/executions', { body: {} });
    await settle(at);
    const seen = await seenBy(at, 'watcher');
    expect(
      seen.map(({ event }) =>
        event
          .split('.')
          .filter((_, index) => index !== 3)
          .join('.'),
      ),
    ).toEqual([
      'functions.told.deployments.create',
      'functions.told.deployments.update',
      'functions.told.executions.create',
    ]);
  });
});
