import { appendFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Part } from '../../../src/backup/parts.ts';
import type { Transport } from '../../../src/transport.ts';
import { makeBackup } from '../../kit/backup.ts';
import { differencesOf } from '../../kit/compare-backups.ts';
import { disturbed, isWrite, missingScope, recorded } from '../../kit/disturbed.ts';
import { type LineOptions, type RunResult, runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { bigInteger, fillProject } from '../../kit/rich-project.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { virtualClock } from '../../kit/virtual-clock.ts';
import { type TestSandbox, testSandbox } from '../../sandbox/client.ts';

let cwd: string;
let target: TestSandbox;

beforeEach(async () => {
  cwd = temporaryFolder();
  target = await testSandbox({ asyncDelayMs: 0 });
});

interface Line extends RunResult {
  /** Requests other than GET: `POST /users`. */
  readonly writes: readonly string[];
}

async function run(line: string, server: TestSandbox = target, options: LineOptions = {}): Promise<Line> {
  const requests: string[] = [];
  const result = await runLine(line.split(' '), {
    cwd,
    home: cwd,
    clock: virtualClock(),
    ...options,
    env: { ...sandboxEnv(server.sandbox), ...options.env },
    transport: recorded(options.transport ?? sandboxTransport(server.sandbox), requests),
  });
  return { ...result, writes: requests.filter(isWrite) };
}

/** Files of a folder by path, with the members of each line that the server decides about replaced. */
function contents(folder: string): Record<string, string> {
  const root = join(cwd, folder);
  const paths = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(root, path)).isFile(),
  );
  return Object.fromEntries(
    paths
      .filter((path) => path !== 'manifest.json')
      .map((path) => [path, comparable(path, readFileSync(join(root, path), 'latin1'))]),
  );
}

/** Members that a restore can't set: times, IDs of memberships and targets, and options of a hash that its text has. */
const decidedByServer = [
  /"(?:\$createdAt|\$updatedAt|registration|passwordUpdate|accessedAt|invited|joined)":"[^"]*"/g,
  /(?<="(?:hashOptions|addressTargets)":)\{[^}]*\}/g,
];

function comparable(path: string, text: string): string {
  if (!path.endsWith('.ndjson')) return text;
  const plain = decidedByServer.reduce((rest, pattern) => rest.replace(pattern, '…'), text);
  return path.startsWith('teams/') ? plain.replace(/^\{"\$id":"\w+"/gm, '…') : plain;
}

const users: Part = { kind: 'users' };
const ada = { $id: 'ada', name: 'Ada', email: 'ada@example.com', phone: '', password: '', prefs: {} };

describe('a round trip', () => {
  it('differs only in dates, IDs of memberships and where the options of a hash are', async () => {
    const origin = await testSandbox({ asyncDelayMs: 0 });
    await fillProject(origin);
    expect((await run('backup create a --with-secrets', origin)).code).toBe(0);
    const restored = await run('backup restore a --yes --json');
    expect([restored.code, restored.stderr.match(/^error.*/m)]).toEqual([0, null]);
    expect(JSON.parse(restored.stdout)).toMatchObject({
      differences: [],
      newDates: { users: 2, documents: 4 },
      missingReferences: 0,
    });
    expect((await run('backup create b --with-secrets')).code).toBe(0);
    expect((await run('backup verify b')).code).toBe(0);
    expect(contents('b')).toEqual(contents('a'));
    expect(await differencesOf(join(cwd, 'a'), join(cwd, 'b'))).toEqual(
      [
        ...['documents', 'files', 'memberships', 'messages', 'subscribers', 'targets', 'users'].flatMap(
          (kind) => [`${kind} $createdAt`, `${kind} $updatedAt`],
        ),
        'memberships invited',
        'memberships joined',
        'users passwordUpdate',
        'users registration',
        // An imported hash has its costs in itself.
        'users hashOptions',
        'users addressTargets',
        // The server chooses the IDs of memberships, and of the targets that it makes of addresses. A subscriber repeats its target, with the dates of that.
        'memberships $id',
        'subscribers target',
      ].sort(),
    );
    const posts = readFileSync(join(cwd, 'b/databases/main/posts.ndjson'), 'utf8');
    expect(posts).toContain(`"views":${bigInteger}`);
  });

  it('names each part once on a terminal, where the result names them, and in the notes of a pipe', async () => {
    makeBackup(join(cwd, 'b'), { parts: [[users, [ada]]] });
    const piped = await run('backup restore b --yes');
    expect(piped.stderr.match(/^users: 1 created$/gm)).toHaveLength(1);
    expect(piped.stdout).toMatch(/^users +1 created$/m);
    const seen = await run('backup restore b --yes --confirm sandbox', target, { terminal: true });
    expect(`${seen.stdout}${seen.stderr}`.match(/1 unchanged/g)).toHaveLength(1);
  });

  it('leads drafts to the targets that the server makes of addresses, which have other IDs there', async () => {
    const origin = await testSandbox({ asyncDelayMs: 0 });
    const targetOf = async ({ request }: typeof origin) =>
      (await request('GET', '/users/ada')).json.targets[0].$id;
    await origin.request('POST', '/users', { body: { userId: 'ada', email: 'ada@example.com' } });
    const draft = {
      messageId: 'm',
      subject: 'S',
      content: 'C',
      draft: true,
      targets: [await targetOf(origin)],
    };
    await origin.request('POST', '/messaging/messages/email', { body: draft });
    expect((await run('backup create a', origin)).code).toBe(0);
    expect((await run('backup verify a')).code).toBe(0);
    expect((await run('backup restore a --yes')).code).toBe(0);
    const { json } = await target.request('GET', '/messaging/messages/m');
    expect(json.targets).toEqual([await targetOf(target)]);
    expect(json.targets).not.toEqual(draft.targets);
  });

  it('goes into the project that --into names', async () => {
    makeBackup(join(cwd, 'b'), { parts: [[users, [ada]]] });
    const wrong = await run('backup restore b --yes --into nowhere');
    expect([wrong.code, wrong.writes]).toEqual([4, []]);
    const env = { APPWRITE_PROJECT_ID: 'nowhere' };
    const right = await run(`backup restore b --yes --into ${target.sandbox.project}`, target, { env });
    expect([right.code, right.writes]).toEqual([0, ['POST /users']]);
    const both = await run('backup restore b --yes --into one --project two');
    expect([both.code, both.stderr]).toEqual([
      2,
      expect.stringContaining('--into names one, and --project two'),
    ]);
  });

  it('of a project into itself restores what was deleted, and nothing else', async () => {
    const origin = await testSandbox({ asyncDelayMs: 0 });
    await fillProject(origin);
    await run('backup create a', origin);
    await origin.request('DELETE', '/databases/main/collections/posts/documents/alpha');
    await origin.request('DELETE', '/messaging/messages/hello');
    const refused = await run('backup restore a --yes', origin);
    expect([refused.code, refused.writes]).toEqual([2, []]);
    expect(refused.stderr).toContain('the project sandbox already has 2 users');
    const { code, writes, stderr } = await run('backup restore a --confirm sandbox', origin);
    expect(stderr).toContain('This is the project that the backup was taken from.');
    expect([code, writes]).toEqual([
      0,
      ['POST /databases/main/collections/posts/documents', 'POST /messaging/messages/email'],
    ]);
  });
});

describe('a part of a backup', () => {
  beforeEach(async () => {
    const origin = await testSandbox({ asyncDelayMs: 0 });
    await fillProject(origin);
    await run('backup create a.tar.gz --with-secrets', origin);
  });

  it('brings the database of a collection along', async () => {
    const { code, writes } = await run(
      'backup restore a.tar.gz --only collections/main/posts collections/main/authors --yes',
    );
    expect([code, writes[0]]).toEqual([0, 'POST /databases']);
    await target.request('DELETE', '/databases/main/collections/posts/documents/p.1');
    const again = await run('backup restore a.tar.gz --only collections/main/posts --on-conflict skip --yes');
    expect([again.code, again.writes]).toEqual([0, ['POST /databases/main/collections/posts/documents']]);
  });

  it('is single items, too', async () => {
    const { code, writes } = await run('backup restore a.tar.gz --only users/bob buckets/photos/note --yes');
    expect(code).toBe(0);
    expect(writes).toEqual([
      'POST /storage/buckets',
      'POST /users',
      'PATCH /users/bob/status',
      'POST /storage/buckets/photos/files',
    ]);
  });

  it('has to exist', async () => {
    const { code, stderr, writes } = await run('backup restore a.tar.gz --only collections/shop --yes');
    expect([code, writes]).toEqual([2, []]);
    expect(stderr).toContain('the backup has nothing that --only collections/shop selects');
  });
});

describe('a backup of a newer server', () => {
  const origin = { apiVersion: '1.8', serverVersion: '1.8.1' } as const;

  it.each(['', ' --json', ' --json --dry-run'])(
    'names settings that the server does not have:%s',
    async (flags) => {
      const photos = { $id: 'photos', name: 'Photos', transformations: false };
      makeBackup(join(cwd, 'new'), { project: { buckets: [photos] }, origin });
      const { code, stderr } = await run(`backup restore new --yes${flags}`);
      expect(code).toBe(0);
      expect(stderr.match(/Appwrite 1\.5 does not have .*/g)).toEqual([
        'Appwrite 1.5 does not have transformations: left in the file, and not sent',
      ]);
    },
  );

  it('is refused before anything is sent if an attribute has a type that the server lacks', async () => {
    const attributes = [{ key: 'at', type: 'point', required: false }];
    const collections = [{ $id: 'posts', databaseId: 'main', name: 'Posts', attributes }];
    const project = { databases: [{ $id: 'main', name: 'Main' }], collections };
    makeBackup(join(cwd, 'new'), { project, origin });
    const { code, stderr, writes } = await run('backup restore new --yes');
    expect([code, writes]).toEqual([2, []]);
    expect(stderr).toContain(
      'main/posts/at: it is of the type point, which only Appwrite 1.8 and later have',
    );
  });
});

describe('a bad day', () => {
  const make = () =>
    makeBackup(join(cwd, 'b'), { parts: [[users, [ada, { ...ada, $id: 'bob', email: '' }]]] });

  it.each([
    [
      'a line that was changed',
      () => appendFileSync(join(cwd, 'b/users/users.ndjson'), '{"$id":"x"}\n'),
      1,
      'the backup is damaged',
    ],
    [
      'a part that was cut off',
      () => writeFileSync(join(cwd, 'b/users/users.ndjson'), '{"$id":"ad'),
      1,
      'the backup is damaged',
    ],
    [
      'a part that is gone',
      () => rmSync(join(cwd, 'b/users/users.ndjson')),
      1,
      "users/users.ndjson of the backup can't be read",
    ],
    [
      'a newer format',
      () => writeFileSync(join(cwd, 'b/manifest.json'), '{"format":"appwrite-cli backup","formatVersion":2}'),
      2,
      'has the format 2, and this version of appwrite-cli reads up to 1',
    ],
    ['no backup at all', () => rmSync(join(cwd, 'b'), { recursive: true }), 2, 'there is no backup b'],
  ])('sends nothing of %s', async (_, damage, code, message) => {
    make();
    damage();
    const line = await run('backup restore b --yes');
    expect([line.code, line.writes]).toEqual([code, []]);
    expect(line.stderr).toContain(message);
  });

  it('needs a yes without a terminal, and the ID of a protected project', async () => {
    make();
    const unasked = await run('backup restore b');
    expect([unasked.code, unasked.writes]).toEqual([2, []]);
    expect(unasked.stderr).toContain('restoring into sandbox needs a yes');
    writeFileSync(join(cwd, 'appwrite.json'), '{"projectId":"sandbox"}');
    writeFileSync(
      join(cwd, 'appwrite-cli.json'),
      '{"version":1,"environments":{"prod":{"projectId":"sandbox","protected":true}}}',
    );
    const guarded = await run('backup restore b --yes');
    expect([guarded.code, guarded.writes]).toEqual([2, []]);
    expect(guarded.stderr).toContain('this project is protected, and --yes is not enough');
    expect((await run('backup restore b --confirm sandbox')).code).toBe(0);
  });

  it('reports an item that the server refuses, and restores the others', async () => {
    makeBackup(join(cwd, 'b'), {
      parts: [[users, [ada, { ...ada, $id: 'bad', email: 'b@example.com', labels: ['no label'] }]]],
    });
    const line = await run('backup restore b --yes --json');
    expect(line.code).toBe(8);
    expect(JSON.parse(line.stdout).parts).toMatchObject([
      { part: 'users', created: 1, failed: 1, problems: [{ id: 'bad' }] },
    ]);
    expect(line.stderr).toContain('1 thing is not as in the backup');
  });

  it('waits for a rate limit, and stops with 7 if that is too long', async () => {
    make();
    const limited = (waitS: number): Transport => {
      let count = 0;
      return disturbed(target.sandbox, async ({ method }, pass) => {
        const response = await pass();
        if (method !== 'POST' || count++ > 0) return response;
        return { ...response, status: 429, headers: { ...response.headers, 'retry-after': `${waitS}` } };
      });
    };
    const long = await run('backup restore b --yes', target, { transport: limited(3600) });
    expect(long.code).toBe(7);
    expect(long.stderr).toContain('run the same command again to continue');
    const short = await run('backup restore b --yes', target, { transport: limited(5) });
    expect(short.code).toBe(0);
  });

  it('names the scope that the key lacks before it sends anything', async () => {
    make();
    const transport = disturbed(target.sandbox, async ({ url }, pass) =>
      url.pathname.endsWith('/users') ? missingScope('users.read') : pass(),
    );
    const line = await run('backup restore b --yes', target, { transport });
    expect([line.code, line.writes]).toEqual([3, []]);
    expect(line.stderr).toContain('hint: give the API key the scope users.read');
  });
});
