import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { groups } from '../../../src/api/index.ts';
import { runLine } from '../../kit/in-process.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { type TestSandbox, testSandbox } from '../../sandbox/client.ts';

let at: TestSandbox;

interface Case {
  /** Path of the object, which GET reads. */
  readonly path: string;
  /** The ID arguments of the command. */
  readonly ids: readonly string[];
  /** By parameter: the words that change it, and its new value. */
  readonly changes: Readonly<Record<string, readonly [words: readonly string[], value: unknown]>>;
  /** Members that follow from others: the time of the change, and if a deployment is up to date. */
  readonly follows: readonly string[];
}

const updated = ['$updatedAt'];
const switches = (...names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => {
      const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      return [name, [[`--${flag}`], true]] as const;
    }),
  );
const permissions = [['--permissions', 'read("users")'], ['read("users")']] as const;
const name = [['--name', 'New'], 'New'] as const;

/** Every PUT that changes an object. None of the values that the objects have is a default. */
const cases: Readonly<Record<string, Case>> = {
  'databases update': {
    path: '/databases/db',
    ids: ['db'],
    changes: { name, ...switches('enabled') },
    follows: updated,
  },
  'databases update-collection': {
    path: '/databases/db/collections/items',
    ids: ['db', 'items'],
    changes: {
      name,
      permissions,
      documentSecurity: [['--no-document-security'], false],
      ...switches('enabled'),
    },
    follows: updated,
  },
  'storage update-bucket': {
    path: '/storage/buckets/pics',
    ids: ['pics'],
    changes: {
      name,
      permissions,
      fileSecurity: [['--no-file-security'], false],
      maximumFileSize: [['--maximum-file-size', '4000'], 4000],
      allowedFileExtensions: [['--allowed-file-extensions', 'png'], ['png']],
      compression: [['--compression', 'zstd'], 'zstd'],
      ...switches('enabled', 'encryption', 'antivirus'),
    },
    follows: updated,
  },
  'functions update': {
    path: '/functions/job',
    ids: ['job'],
    changes: {
      name,
      runtime: [['--runtime', 'php-8.0'], 'php-8.0'],
      execute: [['--execute', 'users'], ['users']],
      events: [['--events', 'users.*.delete'], ['users.*.delete']],
      schedule: [['--schedule', '1 2 * * *'], '1 2 * * *'],
      timeout: [['--timeout', '99'], 99],
      ...switches('enabled', 'logging'),
      entrypoint: [['--entrypoint', 'b.js'], 'b.js'],
      commands: [['--commands', 'make'], 'make'],
      providerRepositoryId: [['--provider-repository-id', 'other'], 'other'],
      providerBranch: [['--provider-branch', 'next'], 'next'],
      providerSilentMode: [['--no-provider-silent-mode'], false],
      providerRootDirectory: [['--provider-root-directory', 'src'], 'src'],
    },
    follows: [...updated, 'live'],
  },
  'functions update-variable': {
    path: '/functions/job/variables/',
    ids: ['job'],
    changes: { key: [['--key', 'NEW'], 'NEW'], value: [['--value', 'new'], 'new'] },
    follows: updated,
  },
  'storage update-file': {
    path: '/storage/buckets/pics/files/one',
    ids: ['pics', 'one'],
    changes: { name, permissions },
    follows: updated,
  },
  'teams update-name': { path: '/teams/crew', ids: ['crew'], changes: { name }, follows: updated },
  'users update-labels': {
    path: '/users/ada',
    ids: ['ada'],
    changes: { labels: [['--labels', 'new'], ['new']] },
    follows: updated,
  },
};

/** PUTs that set the one thing that they take, use up a proof, or make something new. */
const others = new Set([
  'teams update-prefs',
  'users update-mfa-recovery-codes',
  'account update-mfa-authenticator',
  'account update-mfa-challenge',
  'account update-recovery',
  'account update-magic-url-session',
  'account update-phone-session',
  'account update-verification',
  'account update-phone-verification',
]);

async function create(path: string, body: object): Promise<{ readonly $id: string }> {
  const { status, json } = await at.request('POST', path, { body });
  expect(status, JSON.stringify(json)).toBeLessThan(300);
  return json;
}

beforeAll(async () => {
  at = await testSandbox();
  await create('/databases', { databaseId: 'db', name: 'Old', enabled: false });
  const some = ['read("any")', 'create("users")'];
  await create('/databases/db/collections', {
    ...{ collectionId: 'items', name: 'Old', permissions: some, documentSecurity: true, enabled: false },
  });
  await create('/storage/buckets', {
    ...{ bucketId: 'pics', name: 'Old', permissions: some, fileSecurity: true, enabled: false },
    ...{ maximumFileSize: 3000, allowedFileExtensions: ['jpg', 'txt'], compression: 'gzip' },
    ...{ encryption: false, antivirus: false },
  });
  await create('/functions', {
    ...{ functionId: 'job', name: 'Old', runtime: 'node-18.0', execute: ['any'], events: ['users.*.create'] },
    ...{ schedule: '0 0 * * *', timeout: 60, enabled: false, logging: false, entrypoint: 'a.js' },
    ...{ commands: 'npm install', providerRepositoryId: 'repository', providerBranch: 'main' },
    ...{ providerSilentMode: true, providerRootDirectory: 'lib' },
  });
  await create('/users', { userId: 'ada', name: 'Ada', email: 'ada@example.com' });
  await create('/teams', { teamId: 'crew', name: 'Old' });
  const file = new FormData();
  file.append('fileId', 'one');
  file.append('file', new Blob(['hello']), 'old.txt');
  file.append('permissions[]', 'read("any")');
  expect((await at.request('POST', '/storage/buckets/pics/files', { body: file })).status).toBe(201);
});
afterAll(() => at.sandbox.close());

const run = (argv: readonly string[]) =>
  runLine(argv, { env: sandboxEnv(at.sandbox), transport: sandboxTransport(at.sandbox) });

const read = async (path: string) => (await at.request('GET', path)).json as Record<string, unknown>;

const puts = (await Promise.all(groups.map(({ load }) => load())))
  .flatMap(({ operations }) => operations)
  .filter(({ method }) => method === 'PUT');

it('knows every PUT of the catalogue, with all parameters of its body', () => {
  const named = puts.map(({ group, command }) => `${group} ${command}`);
  expect(named.sort()).toEqual([...Object.keys(cases), ...others].sort());
  const missing = puts.flatMap(({ group, command, params }) => {
    const found = cases[`${group} ${command}`];
    const inBody = params.filter((param) => param.in === 'body');
    return found ? inBody.filter((param) => !(param.name in found.changes)).map((param) => param.name) : [];
  });
  // The sandbox knows no Git installation.
  expect(missing).toEqual(['installationId']);
});

describe.each(Object.entries(cases))('%s', (command, { path, ids, changes, follows }) => {
  it.each(Object.entries(changes))('changes %s and nothing else', async (field, [words, value]) => {
    const isVariable = path.endsWith('/');
    const made = isVariable
      ? await create(path.slice(0, -1), { key: `OLD_${field}`, value: 'old' })
      : undefined;
    const place = `${path}${made?.$id ?? ''}`;
    const before = await read(place);
    const argv = [...command.split(' '), ...ids, ...(made ? [made.$id] : []), ...words, '--json'];
    const { code, stdout, stderr } = await run(argv);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const after = await read(place);
    const member = field === 'permissions' ? '$permissions' : field;
    const differing = Object.keys({ ...before, ...after }).filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]) && !follows.includes(key),
    );
    expect(differing).toEqual([member]);
    expect(after[member]).toEqual(value);
    expect(JSON.parse(stdout)).toEqual(after);
  });
});
