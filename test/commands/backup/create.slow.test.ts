import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { BrokenConnection } from '../../../src/http/transport/errors.ts';
import type { Transport, TransportRequest } from '../../../src/transport.ts';
import { disturbed, missingScope, recorded } from '../../kit/disturbed.ts';
import { onFailingDisk } from '../../kit/failing-disk.ts';
import { type LineOptions, type RunResult, runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { bigInteger, fillProject, functionCode, largeFile, sent, upload } from '../../kit/rich-project.ts';
import { sandboxEnv } from '../../kit/sandbox-transport.ts';
import { memoryTransport } from '../../kit/transport.ts';
import { type TestSandbox, testSandbox } from '../../sandbox/client.ts';

let server: TestSandbox;
let cwd: string;
/** Times of documents are months before the backups, so that nothing counts as changed meanwhile. */
let nowMs: number;
/** Requests of the latest line, as `GET /users`. */
let requests: string[];
/** Takes part in a request of a line, before it is answered. */
let onRequest: (path: string, request: TransportRequest) => Promise<void> | void;

const filledAtMs = Date.parse('2026-01-01T00:00:00Z');

beforeAll(async () => {
  nowMs = filledAtMs;
  server = await testSandbox({ asyncDelayMs: 0, now: () => nowMs });
  await fillProject(server);
  server.sandbox.markStart();
});

beforeEach(async () => {
  cwd = temporaryFolder();
  await server.sandbox.reset();
  nowMs = filledAtMs + 100 * 86_400_000;
  onRequest = () => {};
});

async function run(
  line: string,
  env: Record<string, string> = {},
  options: LineOptions = {},
): Promise<RunResult> {
  requests = [];
  const transport = disturbed(server.sandbox, async (request, pass) => {
    await onRequest(request.url.pathname.replace('/v1', ''), request);
    const response = await pass();
    return { ...response, headers: { ...response.headers, date: new Date(nowMs).toUTCString() } };
  });
  return runLine(line.split(' '), {
    cwd,
    transport: recorded(transport, requests),
    env: { ...sandboxEnv(server.sandbox), ...env },
    clock: { now: () => nowMs, sleep: async () => {} },
    ...options,
  });
}

const text = (path: string) => readFileSync(join(cwd, path), 'utf8');
const lines = (path: string) => text(path).trimEnd().split('\n').filter(Boolean);
const manifestOf = (path: string) => JSON.parse(text(`${path}/manifest.json`));
const ids = (path: string) => lines(path).map((line) => JSON.parse(line).$id);

/** True for the download of a file, which that of function code is not. */
const isOfFile = (path: string) => /\/files\/[^/]+\/download$/.test(path);

describe('backup create', () => {
  it('writes everything that the key can read, sorted and with the tokens of the server', async () => {
    const { code, stdout } = await run('backup create b --json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      path: 'b',
      project: 'sandbox',
      counts: { users: 2, targets: 1, memberships: 1, files: 3, documents: 4, subscribers: 1, messages: 1 },
      changedWhileRead: [],
      unresolved: [],
    });
    expect(ids('b/databases/main/posts.ndjson')).toEqual(['Zeta', 'alpha', 'p.1']);
    const [zeta] = lines('b/databases/main/posts.ndjson');
    expect(zeta).toContain(`"views":${bigInteger}`);
    expect(zeta).toContain('"author":"ada"');
    expect(zeta).not.toMatch(/databaseId|collectionId/);
    expect(lines('b/databases/main/authors.ndjson')[0]).toContain('"posts":["Zeta","p.1"]');
    expect(lines('b/databases/main/empty.ndjson')).toEqual([]);
    expect(JSON.parse(lines('b/users/users.ndjson')[0]!)).toMatchObject({
      $id: 'ada',
      hash: 'argon2',
      labels: ['vip'],
    });
    expect(text('b/users/users.ndjson')).not.toContain('"targets"');
    expect(ids('b/users/targets.ndjson')).toEqual(['phone']);
    expect(ids('b/storage/photos.ndjson')).toEqual(['Logo', 'empty', 'note']);
    expect(readFileSync(join(cwd, 'b/storage/photos/Logo~8'))).toEqual(largeFile);
    expect(text('b/storage/photos/empty')).toBe('');
    expect(JSON.parse(text('b/appwrite.json'))).toMatchObject({
      projectId: 'sandbox',
      collections: expect.arrayContaining([expect.objectContaining({ $id: 'posts' })]),
    });
    expect(text('b/functions/mailer/main.js')).toBe(functionCode);
    expect(JSON.parse(text('b/appwrite-cli.json')).providers).toMatchObject([{ $id: 'fcm' }]);
    expect(text('b/manifest.json')).not.toContain('s3cret');
    expect((await run('backup verify b')).stdout).toContain('b is whole: 13 items of 10 lists');
  });

  it('says once on a terminal what was read and what is left out, grouped by reason', async () => {
    const { stdout, stderr } = await run('backup create b', {}, { terminal: true });
    expect(`${stdout}${stderr}`.match(/webhooks/g)).toHaveLength(1);
    expect(stdout.match(/needs a console session/g)).toHaveLength(1);
    expect(stdout).toMatch(/documents\S* +4$/m);
    expect(stderr).not.toContain('documents');
    expect((await run('backup create c')).stderr).toContain('documents of main/posts: 3\n');
  });

  it('keeps the folder and what is in it from other users', async () => {
    await run('backup create b --with-secrets');
    const modes = ['b', 'b/users', 'b/users/users.ndjson', 'b/secrets.json'].map((path) =>
      (statSync(join(cwd, path)).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(['700', '700', '600', '600']);
    expect(JSON.parse(text('b/secrets.json')).functions.mailer).toEqual({ SMTP_PASSWORD: 's3cret-value' });
  });

  it('encrypts secrets with a passphrase that stands nowhere', async () => {
    const env = { APPWRITE_BACKUP_PASSPHRASE: 'correct horse' };
    expect((await run('backup create b --encrypt', env)).code).toBe(0);
    const all = readdirSync(join(cwd, 'b'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      lstatSync(join(cwd, 'b', path)).isFile(),
    );
    for (const path of all) expect(text(`b/${path}`)).not.toMatch(/s3cret-value|correct horse/);
  });

  it('writes one file, from which everything can be read', async () => {
    expect((await run('backup create b.tar.gz')).code).toBe(0);
    expect(readdirSync(cwd)).toEqual(['b.tar.gz']);
    expect(statSync(join(cwd, 'b.tar.gz')).mode & 0o777).toBe(0o600);
    const { code, stdout } = await run('backup verify b.tar.gz --json');
    expect([code, JSON.parse(stdout).findings]).toEqual([0, []]);
    writeFileSync(join(cwd, 'cut.tar.gz'), readFileSync(join(cwd, 'b.tar.gz')).subarray(0, 3000));
    const cut = await run('backup verify cut.tar.gz');
    expect([cut.code, cut.stderr]).toEqual([1, expect.stringContaining("cut.tar.gz can't be unpacked")]);
  });

  it('makes the same bytes of the same project, but for the manifest', async () => {
    await run('backup create a');
    await run('backup create b');
    const all = readdirSync(join(cwd, 'a'), { recursive: true, encoding: 'utf8' });
    const differing = all.filter(
      (path) => lstatSync(join(cwd, 'a', path)).isFile() && text(`a/${path}`) !== text(`b/${path}`),
    );
    expect(differing).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['a name that is taken', 'backup create taken', 'taken already exists'],
    ['an unknown kind', 'backup create b --only documents', '"documents" is not a kind'],
    ['a passphrase without encryption', 'backup create b --passphrase-file x', 'needs --encrypt'],
    ['no passphrase', 'backup create b --encrypt', 'the passphrase is missing'],
    ['a base that is none', 'backup create b --incremental taken', 'it has no manifest.json'],
    ['a concurrency of 0', 'backup create b --concurrency 0', '--concurrency takes'],
  ])('refuses %s, before it sends anything', async (_name, line, message) => {
    mkdirSync(join(cwd, 'taken'));
    const { code, stderr } = await run(line);
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(requests).toEqual([]);
    expect(readdirSync(cwd)).toEqual(['taken']);
  });

  it('reads only what is selected', async () => {
    await run('backup create b --only buckets/photos users/a*');
    expect(manifestOf('b').counts).toEqual({ users: 1, targets: 1, files: 3 });
    expect(requests.filter((request) => /documents|teams|messages/.test(request))).toEqual([]);
    expect((await run('backup verify b')).code).toBe(0);
  });

  it('names before it starts what the key may not read, and does not pass it off as success', async () => {
    const transport = disturbed(server.sandbox, async ({ url }, pass) =>
      url.pathname.endsWith('/v1/users') ? missingScope('users.read') : pass(),
    );
    const runHere = (line: string) =>
      runLine(line.split(' '), { cwd, transport, env: sandboxEnv(server.sandbox) });
    const refused = await runHere('backup create b --json');
    expect(refused.code).toBe(8);
    expect(refused.stderr).toContain('left out: users (needs the scope users.read)');
    expect(refused.stderr).toContain('"the backup is without users"');
    expect(refused.stderr.match(/users\.read/g)).toHaveLength(1);
    expect(JSON.parse(refused.stdout).missing).toContainEqual({
      what: 'users',
      reason: 'needs the scope users.read',
    });
    expect(manifestOf('b')).toMatchObject({
      counts: expect.not.objectContaining({ users: expect.anything() }),
      origin: { serverVersion: '1.5.7' },
    });
    expect((await runHere('backup create c --allow-missing')).code).toBe(0);
    expect((await runHere('backup create d --except users')).code).toBe(0);
    expect((await runHere('backup verify b')).code).toBe(0);
  });
});

describe('a backup of a project that changes', () => {
  it('holds the last state, and names what has changed', async () => {
    const posts = '/databases/main/collections/posts/documents';
    let pages = 0;
    onRequest = async (path, request) => {
      const isCatchUp = path === posts && decodeURIComponent(request.url.search).includes('greaterThanEqual');
      if (!isCatchUp || pages++ > 0) return;
      nowMs += 5000;
      await sent(server.request, 'PATCH', `${posts}/alpha`, { data: { title: 'changed' } });
      await sent(server.request, 'POST', posts, { documentId: 'beta', data: { title: 'new' } });
      await sent(server.request, 'DELETE', `${posts}/Zeta`);
    };
    const { code } = await run('backup create b');
    expect(code).toBe(0);
    expect(ids('b/databases/main/posts.ndjson')).toEqual(['alpha', 'beta', 'p.1']);
    expect(text('b/databases/main/posts.ndjson')).toContain('"title":"changed"');
    expect(manifestOf('b').changedWhileRead).toEqual([
      { part: 'documents of main/posts', changed: 2, deleted: 1, ids: ['alpha', 'beta', 'Zeta'] },
    ]);
  });

  it('goes on after the document that a page ended with is deleted', async () => {
    const posts = '/databases/main/collections/authors/documents';
    for (let at = 0; at < 250; at++)
      await sent(server.request, 'POST', posts, { documentId: `d${at + 100}`, data: { name: 'x' } });
    nowMs += 86_400_000;
    onRequest = async (path, { url }) => {
      const cursor = /"cursorAfter","values":\["(\w+)"/.exec(decodeURIComponent(url.search))?.[1];
      if (path !== posts || cursor === undefined) return;
      onRequest = () => {};
      await sent(server.request, 'DELETE', `${posts}/${cursor}`);
    };
    expect((await run('backup create b')).code).toBe(0);
    expect(ids('b/databases/main/authors.ndjson')).toHaveLength(250);
    expect(manifestOf('b').changedWhileRead).toMatchObject([{ changed: 0, deleted: 1 }]);
  });
});

describe('backup create after an interruption', () => {
  it('keeps what is done, and continues with the files that are missing', async () => {
    let downloads = 0;
    onRequest = (path) => {
      if (isOfFile(path) && ++downloads === 3) throw new BrokenConnection(new Error('cut'), true);
    };
    const first = await run('backup create b --retries 0');
    expect(first.code).not.toBe(0);
    expect(first.stderr).toContain('run the same command again to continue: what is done is in b.partial');
    expect(readdirSync(cwd)).toEqual(['b.partial']);
    expect((await run('backup verify b')).stderr).toContain('b was not finished');
    onRequest = () => {};
    const second = await run('backup create b');
    expect(second.stderr).toContain('users: 2 (from the earlier run)');
    expect(requests.filter(isOfFile)).toHaveLength(1);
    expect((await run('backup verify b')).code).toBe(0);
    expect(readdirSync(join(cwd, 'b'))).not.toContain('.journal.ndjson');
  });

  it('finds the unfinished backup again if it was not named', async () => {
    onRequest = (path) => {
      if (isOfFile(path)) throw new BrokenConnection(new Error('cut'), true);
    };
    expect((await run('backup create --retries 0')).code).not.toBe(0);
    onRequest = () => {};
    nowMs += 3_600_000;
    expect((await run('backup create')).code).toBe(0);
    expect(readdirSync(cwd)).toEqual(['sandbox-2026-04-11T0000']);
  });

  it('refuses to continue another backup', async () => {
    onRequest = (path) => {
      if (isOfFile(path)) throw new BrokenConnection(new Error('cut'), true);
    };
    await run('backup create b --retries 0');
    onRequest = () => {};
    const { code, stderr } = await run('backup create b --only users');
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('b.partial is the unfinished part of another backup'),
    ]);
  });
});

describe('backup create --incremental', () => {
  it('links what is the same, and fetches what is not', async () => {
    await run('backup create a');
    nowMs += 86_400_000;
    await sent(server.request, 'PATCH', '/users/ada/name', { name: 'Countess' });
    await upload(server.request, 'photos', 'new', Buffer.from('new'));
    await sent(server.request, 'DELETE', '/storage/buckets/photos/files/note');
    await sent(server.request, 'DELETE', '/messaging/messages/hello');
    nowMs += 86_400_000;
    expect((await run('backup create b --incremental a')).code).toBe(0);
    expect(requests.filter(isOfFile)).toEqual(['GET /storage/buckets/photos/files/new/download']);
    const inode = (path: string) => statSync(join(cwd, path)).ino;
    expect(inode('b/storage/photos/Logo~8')).toBe(inode('a/storage/photos/Logo~8'));
    expect(inode('b/databases/main/empty.ndjson')).toBe(inode('a/databases/main/empty.ndjson'));
    expect(text('b/users/users.ndjson')).toContain('Countess');
    expect(text('a/users/users.ndjson')).not.toContain('Countess');
    expect(ids('b/storage/photos.ndjson')).toEqual(['Logo', 'empty', 'new']);
    expect(readdirSync(join(cwd, 'b/storage/photos'))).toEqual(['Logo~8', 'empty', 'new']);
    expect(ids('b/messaging/messages.ndjson')).toEqual([]);
    expect(manifestOf('b').incremental).toMatchObject({ linkedFiles: 2 });
    for (const path of ['a', 'b']) expect((await run(`backup verify ${path}`)).code).toBe(0);
    await run('backup create c');
    for (const path of ['users/users.ndjson', 'storage/photos.ndjson', 'databases/main/posts.ndjson'])
      expect(text(`b/${path}`)).toBe(text(`c/${path}`));
  });

  it('fetches what is damaged in the base', async () => {
    await run('backup create a');
    writeFileSync(join(cwd, 'a/storage/photos/note'), 'jello');
    writeFileSync(join(cwd, 'a/databases/main/empty.ndjson'), '{}\n');
    await run('backup create b --incremental a');
    expect(text('b/storage/photos/note')).toBe('hello');
    expect((await run('backup verify b')).code).toBe(0);
  });

  it('refuses the backup of another project', async () => {
    await run('backup create a');
    writeFileSync(
      join(cwd, 'a/manifest.json'),
      text('a/manifest.json').replace('"project": "sandbox"', '"project": "other"'),
    );
    const { code, stderr } = await run('backup create b --incremental a');
    expect([code, stderr]).toEqual([2, expect.stringContaining('a is a backup of the project other')]);
  });
});

describe('backup create from a server that misbehaves', () => {
  /** Answers the requests to a path with a body, and passes the others on. */
  const answering = (path: string, body: () => string): Transport => {
    const headers = { 'content-type': 'application/json' };
    const other = memoryTransport(() => ({ status: 200, headers, body: body() }));
    return disturbed(server.sandbox, (request, pass) =>
      request.url.pathname === `/v1${path}` ? other.send(request) : pass(),
    );
  };
  const runOn = (transport: Transport) =>
    runLine(['backup', 'create', 'b'], { cwd, transport, env: sandboxEnv(server.sandbox) });
  const user = (id: string) => `{"$id":"${id}","email":"x","phone":"","mfa":false,"targets":[]}`;
  const many = Array.from({ length: 200 }, (_, at) => user(`u${at + 100}`)).join(',');

  it.each<[string, string, () => string, string]>([
    ['repeats a page', '/users', () => `{"total":500,"users":[${many}]}`, 'the same page again'],
    ['sends items without an ID', '/users', () => '{"total":1,"users":[{"name":"x"}]}', 'it has no "$id"'],
    [
      'sends an ID that leads out of the folder',
      '/teams',
      () => '{"total":1,"teams":[{"$id":"../../x","name":"x","total":0,"prefs":{}}]}',
      'the ID "../../x", which can\'t be one',
    ],
  ])('stops if it %s', async (_name, path, body, message) => {
    const { code, stderr } = await runOn(answering(path, body));
    expect([code, stderr]).toEqual([1, expect.stringContaining(message)]);
    expect(readdirSync(cwd)).not.toContain('b');
  });

  it('writes nothing outside of the folder for a file whose ID leads out of it', async () => {
    writeFileSync(join(cwd, 'mine'), 'mine');
    const file = '{"$id":"../../../mine","sizeOriginal":1,"chunksTotal":1,"chunksUploaded":1}';
    const { code, stderr } = await runOn(
      answering('/storage/buckets/photos/files', () => `{"total":1,"files":[${file}]}`),
    );
    expect([code, stderr]).toEqual([1, expect.stringContaining('the file ID "../../../mine"')]);
    expect(text('mine')).toBe('mine');
  });

  it('waits while the server answers 429 for minutes, and is whole then', async () => {
    let nowMs = 0;
    const minutesMs = 5 * 60_000;
    const limiting = disturbed(server.sandbox, async ({ url }, pass) => {
      const response = await pass();
      const isLimited = url.pathname.endsWith('/documents') && nowMs < minutesMs;
      if (!isLimited) return response;
      return { ...response, status: 429, headers: { ...response.headers, 'retry-after': '60' } };
    });
    const clock = {
      now: () => nowMs,
      sleep: async (ms: number) => {
        nowMs += ms;
      },
    };
    const line = ['backup', 'create', 'b', '--retries', '10'];
    const { code, stderr } = await runLine(line, {
      cwd,
      transport: limiting,
      env: sandboxEnv(server.sandbox),
      clock,
    });
    expect([code, stderr.match(/^error.*/m)]).toEqual([0, null]);
    expect(nowMs).toBeGreaterThanOrEqual(minutesMs);
    expect((await run('backup verify b')).code).toBe(0);
  });

  it('stops if a file has another number of bytes than its list says', async () => {
    const path = '/storage/buckets/photos/files/note/download';
    const { code } = await runOn(answering(path, () => 'not five bytes'));
    expect(code).not.toBe(0);
    expect(readdirSync(cwd)).not.toContain('b');
  });
});

describe('backup create on a device that fails', () => {
  it.each(['sync', 'writev'] as const)(
    'gives no name to the backup if any %s fails, and continues it',
    async (method) => {
      let failures = 0;
      for (let isDone = false; !isDone; ) {
        const path = `${method}${failures}`;
        const line = `backup create ${path} --only users buckets/photos`;
        let result: RunResult | undefined;
        const hasFailed = await onFailingDisk(method, failures + 1, async () => {
          result = await run(`${line} --concurrency 1`);
        });
        isDone = !hasFailed;
        expect(result?.code, result?.stderr).toBe(hasFailed ? 1 : 0);
        expect(existsSync(join(cwd, path))).toBe(!hasFailed);
        if (!hasFailed) continue;
        failures++;
        expect(result?.stderr).toContain('i/o error');
        expect((await run(line)).code).toBe(0);
        expect((await run(`backup verify ${path}`)).code).toBe(0);
      }
      expect(failures).toBeGreaterThan(5);
    },
  );
});
