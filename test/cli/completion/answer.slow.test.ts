import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { answer } from '../../../src/cli/completion/answer.ts';
import { loadAll } from '../../../src/cli/entry.ts';
import { entriesIn } from '../../../src/cli/registry.ts';
import type { Context } from '../../../src/context.ts';
import { openTransport } from '../../../src/http/transport/open-transport.ts';
import { consoleSession, keepConsoleLogin } from '../../kit/console-login.ts';
import { envFor } from '../../kit/env.ts';
import {
  apiError,
  cutAfter,
  hangUp,
  html502,
  json,
  redirect,
  silent,
  startFaults,
} from '../../kit/faults.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { testContext as closedContext, configFile, put } from '../../profile/kit.ts';

const shops = json({ total: 2, databases: [{ $id: 'shop', name: 'Shop' }, { $id: 'blog' }] });

/** A context with an empty home that may open connections. */
const testContext = (changes: Partial<Context> = {}) => closedContext({ openTransport, ...changes });

/** Asks as a shell does: for a flag or an argument, after the words of a line. */
function ask(flag: string, line: string, context = testContext(), typed = ''): Promise<string> {
  const [entry = '', command = '', ...words] = line.split(' ');
  return answer([flag, `=${typed}`, entry, command, ...words], context);
}

it('offers resources of the project file to the commands about it only', async () => {
  const cwd = temporaryFolder();
  put(join(cwd, 'appwrite.json'), { functions: [{ $id: 'mailer', name: 'Mailer' }] });
  const context = testContext({ cwd });
  for (const flag of ['kind', '--only', '--except'])
    expect(await ask(flag, 'pull', context, 'functions/')).toBe('functions/mailer\tMailer\n');
  expect(await ask('kind', 'check', context, 'functions/')).toBe('');
  expect(await ask('--only', 'databases list', context, 'functions/')).toBe('');
});

describe('functions of the project file', () => {
  const project = () => {
    const cwd = temporaryFolder();
    put(join(cwd, 'appwrite.json'), {
      functions: [
        { $id: 'mailer', name: 'Mailer', events: ['users.*.create'] },
        { $id: 'cron', name: 'cron', events: ['teams.*.update', '-x', '\u001b[2J'] },
        { $id: '--all', name: 'Not an ID' },
      ],
    });
    return testContext({ cwd });
  };

  it('are the IDs for functions run and functions trigger only', async () => {
    for (const command of ['functions run', 'functions trigger'])
      expect(await ask('function-id', command, project())).toBe('mailer\tMailer\ncron\tcron\n');
    expect(await ask('function-id', 'functions run --config none.json', project())).toBe('');
    expect(await ask('function-id', 'databases list', project())).toBe('');
  });

  it('have the events for --event', async () => {
    expect(await ask('--event', 'functions trigger cron', project())).toBe('teams.*.update\n');
    expect(await ask('--event', 'functions trigger', project())).toBe('users.*.create\n');
  });
});

describe('environments', () => {
  it('come from the own file and from overlays that name a project', async () => {
    const cwd = temporaryFolder();
    put(join(cwd, 'appwrite.json'), {});
    put(join(cwd, 'appwrite-cli.json'), { environments: { staging: { projectId: 'shop-staging' } } });
    put(join(cwd, 'appwrite.prod.json'), { projectId: 'shop-prod' });
    put(join(cwd, 'appwrite.schema.json'), { title: 'no overlay' });
    put(join(cwd, 'appwrite.config.json'), {});
    expect(await ask('--env', 'check', testContext({ cwd }))).toBe(
      'staging\tshop-staging\nprod\tshop-prod\n',
    );
  });

  it('are none for a file that is broken', async () => {
    const cwd = temporaryFolder();
    put(join(cwd, 'appwrite.json'), '{');
    expect(await ask('--env', 'check', testContext({ cwd }))).toBe('');
  });
});

// The time for an answer does not include loading the program, which takes long in a test that is the first to do it.
beforeAll(async () => {
  await Promise.all([
    import('../../../src/http/transport/direct-transport.ts'),
    import('../../../src/http/transport/undici-transport.ts'),
    ...entriesIn('1.8').map(loadAll),
  ]);
});

describe('the version of answer', () => {
  it.each([
    ['', '1.5'],
    ['databases list', '1.5'],
    ['databases --api-version 1.8 list', '1.8'],
    ['databases list --api-version=1.7.4 --where', '1.7'],
    ['--profile old databases list --fields', '1.6'],
    ['--endpoint https://other.test/v1 databases', '1.5'],
  ])('after "%s" is %s', async (line, version) => {
    const context = testContext();
    const old = { name: 'old', endpoint: 'https://old.test/v1', serverVersion: '1.6.2' };
    put(configFile(context), { version: 1, profiles: [old] });
    expect(await answer(['--api-version', '=', ...line.split(' ')], context)).toBe(`${version}\n`);
  });

  it('decides which lists there are', async () => {
    await using server = await startFaults(json({ total: 1, tables: [{ $id: 'notes', name: 'Notes' }] }));
    const context = testContext({ env: envFor(server.endpoint) });
    expect(await ask('--table-id', 'tables-db get-table main', context)).toBe('');
    expect(await ask('--table-id', 'tables-db get-table main --api-version 1.8', context)).toBe(
      'notes\tNotes\n',
    );
    const [hit] = server.hits;
    expect(hit?.url).toMatch(/^\/v1\/tablesdb\/main\/tables\?/);
    expect(hit?.headers).toMatchObject({ 'x-appwrite-response-format': '1.8.0' });
  });
});

describe('the request of answer', () => {
  it.each([
    ['databases get', '--database-id', '/databases'],
    ['databases get-collection shop', '--collection-id', '/databases/shop/collections'],
    ['databases getCollection shop', '--collection-id', '/databases/shop/collections'],
    ['databases get-collection --database-id shop', '--collection-id', '/databases/shop/collections'],
    ['databases get-collection --databaseId=shop --json', '--collection-id', '/databases/shop/collections'],
    [
      'databases get-collection --database-id=shop --collection-id',
      '--collection-id',
      '/databases/shop/collections',
    ],
    ['databases get-document a/b c', '--document-id', '/databases/a%2Fb/collections/c/documents'],
    [
      'databases list-documents shop products',
      '--cursor-after',
      '/databases/shop/collections/products/documents',
    ],
    ['databases get-attribute a b', '--key', '/databases/a/collections/b/attributes'],
    ['databases update-string-attribute a b', '--key', '/databases/a/collections/b/attributes'],
    ['databases delete-index a b', '--key', '/databases/a/collections/b/indexes'],
    ['databases create-relationship-attribute a b', '--related-collection-id', '/databases/a/collections'],
    ['databases create-index a b', '--attributes', '/databases/a/collections/b/attributes'],
    ['databases export-documents a b', '--cursor-after', '/databases/a/collections/b/documents'],
    ['users export', '--cursor-after', '/users'],
    ['users get', '--user-id', '/users'],
    ['users delete-session ada', '--session-id', '/users/ada/sessions'],
    ['users update-target ada', '--target-id', '/users/ada/targets'],
    ['users create-target ada', '--provider-id', '/messaging/providers'],
    ['users delete-identity', '--identity-id', '/users/identities'],
    ['account delete-session', '--session-id', '/account/sessions'],
    ['teams delete-membership crew', '--membership-id', '/teams/crew/memberships'],
    ['teams create-membership crew', '--user-id', '/users'],
    ['storage get-file-view photos', '--file-id', '/storage/buckets/photos/files'],
    ['functions get-deployment hello', '--deployment-id', '/functions/hello/deployments'],
    ['functions get-execution hello', '--execution-id', '/functions/hello/executions'],
    ['functions get-variable hello', '--variable-id', '/functions/hello/variables'],
    ['messaging update-email', '--message-id', '/messaging/messages'],
    ['messaging update-twilio-provider', '--provider-id', '/messaging/providers'],
    ['messaging get-subscriber news', '--subscriber-id', '/messaging/topics/news/subscribers'],
    ['messaging create-sms --topics a b', '--topics', '/messaging/topics'],
    ['messaging create-sms --content Hi --users', '--users', '/users'],
  ])('completes "%s" for %s from GET %s', async (line, flag, path) => {
    await using server = await startFaults(shops);
    const context = testContext({ env: envFor(server.endpoint) });
    expect(await ask(flag, line, context)).toBe('shop\tShop\nblog\n');
    expect(server.hits.map(({ method, url }) => `${method} ${url.split('?')[0]}`)).toEqual([
      `GET /v1${path}`,
    ]);
  });

  it.each([
    ['projects get', '--project-id', 'console', '/projects'],
    ['projects get-key shop', '--key-id', 'console', '/projects/shop/keys'],
    ['projects create', '--team-id', 'console', '/teams'],
    ['databases list-logs', '--database-id', 'shop', '/databases'],
    ['proxy get-rule', '--rule-id', 'shop', '/proxy/rules'],
  ])('completes "%s" for %s with a console login, of the project %s', async (line, flag, project, path) => {
    await using server = await startFaults(shops);
    const env = { ...envFor(server.endpoint), ...keepConsoleLogin(temporaryFolder(), server.endpoint) };
    await ask(flag, line, testContext({ env }));
    expect(server.hits.map(({ url, headers }) => [url.split('?')[0], headers['x-appwrite-project']])).toEqual(
      [[`/v1${path}`, project]],
    );
    expect(server.hits[0]!.headers).toMatchObject({ cookie: `a_session_console=${consoleSession}` });
    expect(server.hits[0]!.headers).not.toHaveProperty('x-appwrite-key');
  });

  it.each([
    ['the ID of what is created', 'databases create', '--database-id'],
    ['the ID of what is created', 'messaging create-topic', '--topic-id'],
    ['an item of a parent that is not named', 'databases get-collection', '--collection-id'],
    ['an ID that no list has', 'functions create-build hello d1', '--build-id'],
    ['a value that no list has', 'users create', '--name'],
    ['an unknown flag', 'databases get', '--nonsense'],
    ['an unknown command', 'databases nonsense', '--database-id'],
    ['an unknown group', 'nonsense get', '--database-id'],
    ['a path with dot segments', 'databases get-collection ..', '--collection-id'],
    ['a line with an error before the cursor', 'databases get-collection shop --json=1', '--collection-id'],
  ])('is not sent for %s: %s %s', async (_, line, flag) => {
    await using server = await startFaults(shops);
    expect(await ask(flag, line, testContext({ env: envFor(server.endpoint) }))).toBe('');
    expect(server.hits).toEqual([]);
  });

  it('uses the connection flags of the line', async () => {
    await using server = await startFaults(shops);
    const context = testContext({ env: envFor('http://127.0.0.1:9/v1') });
    await ask('--database-id', `databases get --endpoint ${server.endpoint} --project=blog`, context);
    const [{ method, headers }] = server.hits as [(typeof server.hits)[number]];
    expect(method).toBe('GET');
    expect(headers['x-appwrite-project']).toBe('blog');
    expect(headers['x-appwrite-key']).toBe('canary-key-0123456789');
  });

  it('is repeated with startsWith if there is more than a page', async () => {
    const many = Array.from({ length: 100 }, (_, index) => ({ $id: `a${index}` }));
    await using server = await startFaults([
      json({ total: 101, documents: many }),
      json({ total: 1, documents: [{ $id: 'zebra' }] }),
    ]);
    const context = testContext({ env: envFor(server.endpoint) });
    expect(await ask('--document-id', 'databases get-document a b', context, 'z')).toBe('zebra\n');
    const queries = server.hits.map(({ url }) => [...new URL(url, server.origin).searchParams.values()]);
    expect(queries).toEqual([
      ['{"method":"limit","values":[100]}'],
      ['{"method":"limit","values":[100]}', '{"method":"startsWith","attribute":"$id","values":["z"]}'],
    ]);
  });

  it('goes through the proxy of the environment', async () => {
    await using proxy = await startFaults(shops);
    const env = { ...envFor('http://appwrite.invalid/v1'), HTTP_PROXY: proxy.origin };
    expect(await ask('--database-id', 'databases get', testContext({ env }))).toBe('shop\tShop\nblog\n');
    expect(proxy.hits[0]?.url).toMatch(/^http:\/\/appwrite\.invalid\/v1\/databases\?/);
  });
});

describe('answer', () => {
  it('offers the attributes of documents for flags that name attributes', async () => {
    await using server = await startFaults(
      json({ total: 1, attributes: [{ key: 'price', type: 'double' }] }),
    );
    const context = testContext({ env: envFor(server.endpoint) });
    const common = '$id\n$createdAt\n$updatedAt\n';
    const unsortable = '$permissions\n$databaseId\n$collectionId\n';
    for (const flag of ['--sort', '--where', '--select', '--fields']) {
      const isCondition = flag === '--sort' || flag === '--where';
      expect(await ask(flag, 'databases list-documents shop products', context)).toBe(
        `${common}${isCondition ? '' : unsortable}price\tdouble\n`,
      );
    }
    expect(server.hits).toHaveLength(1);
  });

  it.each([
    ['all keys', '--data', 'title=\tstring\nprice:=\tdouble\nactive:=\tboolean\ntags:=\tstring\n'],
    ['keys without a pair', '--data title=x tags:=[]', 'price:=\tdouble\nactive:=\tboolean\n'],
    ['nothing after a file', '--data @file.json', ''],
    ['nothing after JSON', '--data {"a":1}', ''],
  ])('offers %s for the data of a document: %s', async (_, words, answered) => {
    await using server = await startFaults(
      json({
        total: 8,
        attributes: [
          { key: 'title', type: 'string', array: false },
          { key: 'price', type: 'double', array: false },
          { key: 'active', type: 'boolean' },
          { key: 'tags', type: 'string', array: true },
          { key: 'no pair', type: 'string' },
          { key: '$(no)', type: 'string' },
          { key: 'a=$(no)', type: 'string' },
          { key: 'a:', type: 'string' },
        ],
      }),
    );
    const context = testContext({ env: envFor(server.endpoint) });
    expect(await ask('--data', `databases create-document shop products ${words}`, context)).toBe(answered);
  });

  it('offers the profiles of the config file', async () => {
    const context = testContext();
    const profiles = [
      { name: 'shop', endpoint: 'https://a.test/v1' },
      { name: 'my blog', endpoint: 'https://b.test/v1' },
    ];
    put(configFile(context), { version: 1, profiles });
    const lines = 'shop\thttps://a.test/v1\nmy blog\thttps://b.test/v1\n';
    expect(await answer(['--profile', '='], context)).toBe(lines);
  });

  it.each([
    ['401', apiError(401, 'general_unauthorized_scope', 'no')],
    ['500', apiError(500, 'general_server_error', 'no')],
    ['HTML', html502],
    ['JSON of another shape', json(['shop'])],
    ['JSON of a gateway', json({ loginRequired: true, databases: [{ $id: 'shop' }] })],
    ['truncated JSON', cutAfter(10, Buffer.from('{"databases":[{"$id":"shop"}]}'))],
    ['a redirect', redirect('http://127.0.0.1:9/')],
    ['with a closed connection', hangUp],
    ['with silence for a second', silent],
  ])('offers nothing if the server answers %s', async (_, behaviour) => {
    await using server = await startFaults(behaviour);
    expect(await ask('--database-id', 'databases get', testContext({ env: envFor(server.endpoint) }))).toBe(
      '',
    );
  });

  it.each<[string, (home: string) => void]>([
    ['there is no endpoint', () => {}],
    ['the config file is damaged', (home) => put(configFile({ home }), '{')],
    ['a profile has its secret in the keyring', (home) => put(configFile({ home }), keyringProfile)],
  ])('offers nothing if %s', async (_, prepare) => {
    const context = testContext();
    prepare(context.home);
    expect(await ask('--database-id', 'databases get', context)).toBe('');
  });

  it('does not send a key to an endpoint that only appwrite.json names', async () => {
    await using server = await startFaults(shops);
    const { APPWRITE_API_KEY } = envFor(server.endpoint) as { APPWRITE_API_KEY: string };
    const context = testContext({ env: { APPWRITE_API_KEY } });
    put(join(context.home, 'appwrite.json'), { projectId: 'shop', endpoint: server.endpoint });
    expect(await ask('--database-id', 'databases get', context)).toBe('');
    expect(server.hits).toEqual([]);
  });
});

const keyringProfile = {
  version: 1,
  current: 'shop',
  profiles: [
    {
      name: 'shop',
      endpoint: 'http://127.0.0.1:9/v1',
      project: 'shop',
      credential: { kind: 'key', store: 'keyring', account: 'x' },
    },
  ],
};

describe('the cache', () => {
  const folderOf = (home: string) => join(home, '.cache', 'appwrite-cli', 'completion');

  it('answers for 30 s, then asks again', async () => {
    await using server = await startFaults(shops);
    const context = testContext({ env: envFor(server.endpoint) });
    const first = await ask('--database-id', 'databases get', context);
    await context.sleep(29_000);
    expect(await ask('--database-id', 'databases get', context)).toBe(first);
    expect(server.hits).toHaveLength(1);
    await context.sleep(2_000);
    await ask('--database-id', 'databases get', context);
    expect(server.hits).toHaveLength(2);
  });

  it('separates projects, keys and lists', async () => {
    await using server = await startFaults(shops);
    const home = testContext().home;
    const asking = (env: Record<string, string>, flag = '--database-id', line = 'databases get') =>
      ask(flag, line, testContext({ home, env: { ...envFor(server.endpoint), ...env } }));
    await asking({});
    await asking({ APPWRITE_PROJECT_ID: 'blog' });
    await asking({ APPWRITE_API_KEY: 'another-key-9876543210' });
    await asking({}, '--user-id', 'users get');
    expect(server.hits).toHaveLength(4);
    await asking({});
    expect(server.hits).toHaveLength(4);
  });

  it('does not exist in CI', async () => {
    await using server = await startFaults(shops);
    const context = testContext({ env: { ...envFor(server.endpoint), CI: 'true' } });
    await ask('--database-id', 'databases get', context);
    expect(existsSync(folderOf(context.home))).toBe(false);
  });

  it('is readable by the user only and holds no secret', async () => {
    await using server = await startFaults(shops);
    const context = testContext({ env: envFor(server.endpoint) });
    await ask('--database-id', 'databases get', context);
    const folder = folderOf(context.home);
    const files = readdirSync(folder);
    expect(files).toHaveLength(2);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    for (const file of files) {
      expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
      expect(file + readFileSync(join(folder, file), 'utf8')).not.toContain('canary-key');
    }
  });

  it.each<[string, (folder: string) => void]>([
    ['damaged', (folder) => damage(folder, '{"')],
    ['of another shape', (folder) => damage(folder, '[null]')],
    ['from the future', (folder) => damage(folder, JSON.stringify({ x: { at: 9e15, items: [] } }))],
  ])('is ignored if it is %s', async (_, spoil) => {
    await using server = await startFaults(shops);
    const context = testContext({ env: envFor(server.endpoint) });
    await ask('--database-id', 'databases get', context);
    spoil(folderOf(context.home));
    expect(await ask('--database-id', 'databases get', context)).toBe('shop\tShop\nblog\n');
    expect(server.hits).toHaveLength(2);
  });

  it('is skipped if its folder can not be created', async () => {
    await using server = await startFaults(shops);
    const context = testContext({ env: envFor(server.endpoint) });
    writeFileSync(join(context.home, '.cache'), 'a file instead of the folder');
    expect(await ask('--database-id', 'databases get', context)).toBe('shop\tShop\nblog\n');
  });

  it('is ignored if another user owns it', async () => {
    await using server = await startFaults(shops);
    const context = testContext({ env: envFor(server.endpoint), uid: 12_345 });
    mkdirSync(folderOf(context.home), { recursive: true });
    expect(await ask('--database-id', 'databases get', context)).toBe('shop\tShop\nblog\n');
  });
});

function damage(folder: string, text: string): void {
  for (const file of readdirSync(folder)) writeFileSync(join(folder, file), text);
}
