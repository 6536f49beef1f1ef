/** Fills a sandbox with something of every kind that a backup holds, and with awkward values. */
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import type { TestSandbox } from '../sandbox/client.ts';

type Request = TestSandbox['request'];

/** Beyond 2^53. */
export const bigInteger = '9007199254740993';
export const functionCode = 'export default ({ res }) => res.send("Hello");\n';
export const largeFile = Buffer.alloc(300_000, 'ab\u0000c');

/** Sends a request that has to succeed. */
export async function sent(request: Request, method: string, path: string, body?: unknown): Promise<void> {
  const { status, text } = await request(method, path, body === undefined ? {} : { body });
  if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
}

/** Waits until all of a list of attributes or indexes are available. */
export async function untilAvailable(request: Request, path: string, list: string): Promise<void> {
  for (;;) {
    const { json } = await request('GET', path);
    if (json[list].every(({ status }: { status: string }) => status === 'available')) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

const relationship = { relatedCollectionId: 'authors', type: 'manyToOne', twoWay: true };

/** Needs a sandbox with `asyncDelayMs: 0`. */
export async function fillProject({ request }: Pick<TestSandbox, 'request'>): Promise<void> {
  const post = (path: string, body: unknown) => sent(request, 'POST', path, body);
  const collections = '/databases/main/collections';
  await post('/databases', { databaseId: 'main', name: 'Main' });
  await post(collections, {
    collectionId: 'posts',
    name: 'Posts',
    documentSecurity: true,
    permissions: ['read("any")'],
  });
  await post(collections, { collectionId: 'authors', name: 'Authors' });
  await post(collections, { collectionId: 'empty', name: 'Empty' });
  const attributes = `${collections}/posts/attributes`;
  await post(`${attributes}/string`, { key: 'title', size: 200, required: false });
  await post(`${attributes}/integer`, { key: 'views', required: false });
  await post(`${attributes}/float`, { key: 'price', required: false });
  await post(`${attributes}/boolean`, { key: 'open', required: false });
  await post(`${attributes}/string`, { key: 'tags', size: 20, required: false, array: true });
  await post(`${attributes}/datetime`, { key: 'due', required: false });
  await post(`${collections}/authors/attributes/string`, { key: 'name', size: 50, required: true });
  await untilAvailable(request, attributes, 'attributes');
  await untilAvailable(request, `${collections}/authors/attributes`, 'attributes');
  await post(`${attributes}/relationship`, { ...relationship, key: 'author', twoWayKey: 'posts' });
  await untilAvailable(request, attributes, 'attributes');
  await post(`${collections}/posts/indexes`, { key: 'byTitle', type: 'key', attributes: ['title'] });
  await untilAvailable(request, `${collections}/posts/indexes`, 'indexes');

  await post(`${collections}/authors/documents`, { documentId: 'ada', data: { name: 'Ada 👋 \u2028 "x"' } });
  const posts = [
    `{"title":"A","views":${bigInteger},"price":1.5e-7,"open":true,"tags":[],"due":"2026-11-28T10:00:00.000+00:00","author":"ada"}`,
    '{"title":null,"views":-1,"price":0,"open":false,"tags":["x","é"],"author":"ada"}',
    '{"title":"üñí\\n\\u0001","tags":["👋"]}',
  ];
  for (const [at, data] of posts.entries()) {
    const body = `{"documentId":"${['Zeta', 'p.1', 'alpha'][at]}","data":${data},"permissions":["read(\\"user:ada\\")"]}`;
    await sent(request, 'POST', `${collections}/posts/documents`, body);
  }

  await post('/users', { userId: 'ada', email: 'ada@example.com', password: 'S3cret-pass', name: 'Ada' });
  await post('/users', { userId: 'bob', phone: '+12065550101', name: 'Bob' });
  await sent(request, 'PUT', '/users/ada/labels', { labels: ['vip'] });
  await sent(request, 'PATCH', '/users/ada/prefs', { prefs: { theme: 'dark', nested: { a: [1] } } });
  await sent(request, 'PATCH', '/users/bob/status', { status: false });
  await post('/messaging/providers/fcm', { providerId: 'fcm', name: 'FCM' });
  await post('/users/ada/targets', {
    targetId: 'phone',
    providerType: 'push',
    identifier: 'token-1',
    providerId: 'fcm',
  });
  await post('/teams', { teamId: 'crew', name: 'Crew', roles: ['owner'] });
  await post('/teams/crew/memberships', { userId: 'ada', roles: ['owner'] });
  await post('/messaging/topics', { topicId: 'news', name: 'News' });
  await post('/messaging/topics/news/subscribers', { subscriberId: 'sub', targetId: 'phone' });
  await post('/messaging/messages/email', {
    messageId: 'hello',
    subject: 'Hi',
    content: 'x',
    users: ['ada'],
    draft: true,
  });

  await post('/storage/buckets', { bucketId: 'photos', name: 'Photos', fileSecurity: true });
  await post('/storage/buckets', { bucketId: 'none', name: 'None' });
  for (const [fileId, content] of [
    ['Logo', largeFile],
    ['empty', Buffer.alloc(0)],
    ['note', Buffer.from('hello')],
  ] as const)
    await upload(request, 'photos', fileId, content);

  await post('/functions', {
    functionId: 'mailer',
    name: 'Mailer',
    runtime: 'node-18.0',
    entrypoint: 'main.js',
  });
  await post('/functions/mailer/variables', { key: 'SMTP_PASSWORD', value: 's3cret-value' });
  const form = new FormData();
  const code = await packTar([
    { header: { name: 'main.js', size: functionCode.length }, body: functionCode },
  ]);
  form.set('code', new Blob([gzipSync(code)]), 'code.tar.gz');
  form.set('activate', '1');
  await post('/functions/mailer/deployments', form);
  for (;;) {
    const { json } = await request('GET', '/functions/mailer');
    if (json.deployment !== '') return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Uploads a file in one request. */
export async function upload(
  request: Request,
  bucketId: string,
  fileId: string,
  content: Uint8Array,
): Promise<void> {
  const form = new FormData();
  form.set('fileId', fileId);
  form.set('file', new Blob([content as Uint8Array<ArrayBuffer>]), `${fileId}.bin`);
  form.set('permissions[0]', 'read("any")');
  await sent(request, 'POST', `/storage/buckets/${bucketId}/files`, form);
}
