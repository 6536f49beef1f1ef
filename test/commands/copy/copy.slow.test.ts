import { expect, it } from 'vitest';
import { items, members } from '../../../src/lib/json/slices.ts';
import { missingScope } from '../../kit/disturbed.ts';
import { bigInteger, fillProject, largeFile } from '../../kit/rich-project.ts';
import { type TwoProjects, twoProjects } from '../../kit/two-projects.ts';

const line = ['copy', '--from', 'prod', '--to', 'dev', '--json'];

async function filled(): Promise<TwoProjects> {
  const at = await twoProjects();
  await fillProject(at.prod);
  return at;
}

const isWrite = (request: string) => !/^\w+ GET /.test(request);
const documentsOf = async (at: TwoProjects, name: 'prod' | 'dev', collection: string) =>
  (await at[name].request('GET', `/databases/main/collections/${collection}/documents`)).text;

/** Returns posts as a copy keeps them: without dates, in the order of IDs. */
const postsOf = async (at: TwoProjects, name: 'prod' | 'dev') =>
  [...items(members(await documentsOf(at, name, 'posts')).get('documents')!)]
    .map((post) => post.replace(/"\$(created|updated)At":"[^"]*"/g, ''))
    .sort();

it('copies every kind with its IDs and values, and writes to the target only', async () => {
  const at = await filled();
  const { code, stdout, stderr } = await at.run([...line, '--yes']);
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('To copy: 2 users') });
  const counts = JSON.parse(stdout).parts.map(
    ({ part, created }: { part: string; created: number }) => `${part}: ${created}`,
  );
  expect(counts.sort()).toEqual([
    'documents of main/authors: 1',
    'documents of main/empty: 0',
    'documents of main/posts: 3',
    'files of none: 0',
    'files of photos: 3',
    'memberships of crew: 1',
    'messages: 1',
    'subscribers of news: 1',
    'targets: 1',
    'users: 2',
  ]);
  expect(at.requests.filter((request) => request.startsWith('prod') && isWrite(request))).toEqual([]);

  expect(await postsOf(at, 'dev')).toEqual(await postsOf(at, 'prod'));
  expect(await documentsOf(at, 'dev', 'posts')).toContain(`"views":${bigInteger}`);
  const file = await at.dev.request('GET', '/storage/buckets/photos/files/Logo/download');
  expect(file.bytes.equals(largeFile)).toBe(true);
  // The hash of the password is that of the source.
  const session = { body: { email: 'ada@example.com', password: 'S3cret-pass' }, guest: true };
  expect((await at.dev.request('POST', '/account/sessions/email', session)).status).toBe(201);
  expect(JSON.stringify((await at.dev.request('GET', '/functions/mailer/variables')).json)).not.toContain(
    's3cret-value',
  );
});

it('finds everything copied already when it runs again, and copies changes with update', async () => {
  const at = await filled();
  await at.run([...line, '--yes']);
  at.requests.length = 0;
  const refused = await at.run([...line, '--yes']);
  expect(refused.code).toBe(2);
  expect(JSON.parse(refused.stderr.trim().split('\n').at(-1)!).error.message).toMatch(
    /^nothing was sent: the project shop-dev already has 2 users/,
  );
  expect(at.requests.filter(isWrite)).toEqual([]);

  const again = await at.run([...line, '--confirm', 'shop-dev']);
  expect(again.code).toBe(0);
  expect(at.requests.filter(isWrite)).toEqual([]);

  const document = '/databases/main/collections/posts/documents/alpha';
  await at.prod.request('PATCH', document, { body: { data: { title: 'changed' } } });
  const updated = await at.run([...line, '--on-conflict', 'update', '--yes']);
  expect(updated.code).toBe(0);
  expect(at.requests.filter(isWrite)).toEqual([expect.stringMatching(/^dev P\w+ .*\/documents\/alpha$/)]);
  expect((await at.dev.request('GET', document)).json.title).toBe('changed');
});

it('copies a part', async () => {
  const at = await filled();
  const { code } = await at.run([...line, '--only', 'databases/main', '--yes']);
  expect(code).toBe(0);
  expect((await at.dev.request('GET', '/users')).json.total).toBe(0);
  expect(await documentsOf(at, 'dev', 'authors')).toContain('"ada"');
});

it('sends nothing with --dry-run, and leaves no trace', async () => {
  const at = await filled();
  at.write('scrub.yml', 'main/authors: {name: hash}');
  const { code, stderr } = await at.run([...line, '--dry-run', '--scrub', 'scrub.yml']);
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('nothing was sent') });
  expect(at.requests.filter(isWrite)).toEqual([]);
  expect((await at.run([...line, '--yes', '--scrub', 'scrub.yml'])).stderr).not.toContain('earlier copy');
});

it('reports what the key of the source may not read, before and at the end', async () => {
  const at = await filled();
  at.intercept((name, _method, path) =>
    name === 'prod' && path === '/users' ? missingScope('users.read') : undefined,
  );
  const only = ['--only', 'collections', 'databases', 'users'];
  const { code, stderr } = await at.run([...line, '--yes', ...only]);
  expect(code).toBe(8);
  expect(stderr).toMatch(/Not copied: users(?: and \w+)* \(.*users\.read/);
  const allowed = ['--confirm', 'shop-dev', '--allow-missing', ...only];
  expect((await at.run([...line, ...allowed])).code).toBe(0);
});

it('goes on after an interruption at any point, with the same replacements', async () => {
  const at = await filled();
  at.write('scrub.yml', 'main/authors: {name: fake-name}\nmain/posts: {title: hash}\n');
  const scrubbing = [...line, '--yes', '--scrub', 'scrub.yml'];
  let interruptions = 0;
  for (let limit = 1; ; limit += 2) {
    const interruption = new AbortController();
    let writes = 0;
    at.intercept((name, method) => {
      if (name === 'dev' && method !== 'GET' && ++writes === limit) interruption.abort(new Error('SIGINT'));
      return undefined;
    });
    const { code, stderr } = await at.run(scrubbing, { signal: interruption.signal });
    if (writes < limit) {
      expect({ code, stderr }).toMatchObject({ code: 0 });
      break;
    }
    interruptions++;
    expect({ code, limit, stderr }).toMatchObject({ code: 130 });
  }
  expect(interruptions).toBeGreaterThan(4);
  at.intercept(() => undefined);
  for (const [path, list, count] of [
    ['/users', 'users', 2],
    ['/databases/main/collections/posts/documents', 'documents', 3],
    ['/storage/buckets/photos/files', 'files', 3],
    ['/messaging/messages', 'messages', 1],
  ] as const)
    expect((await at.dev.request('GET', path)).json[list]).toHaveLength(count);
});
