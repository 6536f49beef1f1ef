import { describe, expect, it } from 'vitest';
import { readLive } from '../../../src/project/live/read.ts';
import { parsePattern, type Selection } from '../../../src/project/model/selection.ts';
import type { LiveProject } from '../../../src/project/model/state.ts';
import { keepConsoleLogin } from '../../kit/console-login.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { jsonResponse } from '../../kit/transport.ts';
import { desiredProject } from '../desired.ts';
import { projectEnv, projectServer, type ServerOptions, servicesFor } from '../server.ts';

const attribute = (key: string, facts: object = {}) => ({
  key,
  type: 'string',
  status: 'available',
  error: '',
  required: false,
  array: false,
  size: 10,
  default: null,
  ...facts,
});

const collection = ($id: string, facts: object = {}) => ({
  $id,
  $permissions: ['read("any")'],
  databaseId: 'main',
  name: $id,
  enabled: true,
  documentSecurity: false,
  attributes: [attribute('title')],
  indexes: [
    { key: 'byTitle', type: 'key', status: 'available', error: '', attributes: ['title'], orders: [] },
  ],
  ...facts,
});

const facts = {
  project: {
    $id: 'shop',
    name: 'Shop',
    smtpEnabled: false,
    smtpPort: '',
    oAuthProviders: [{ key: 'github', name: 'GitHub', appId: 'x', secret: 'y', enabled: true }],
    platforms: [
      { $id: 'p1', type: 'web', name: 'Site', hostname: 'shop.example', key: '' },
      { $id: 'p2', type: 'web', name: 'Again', hostname: 'shop.example', key: '' },
      { $id: 'p3', type: 'web', name: 'Empty', hostname: '', key: '' },
    ],
    webhooks: [{ $id: 'w1', name: 'Orders', url: 'https://example.com', events: [], enabled: true }],
    serviceStatusForAccount: true,
    authDuration: 60,
  },
  databases: { databases: [{ $id: 'main', name: 'Main', enabled: true }] },
  collections: { main: { collections: [collection('posts')] } },
  buckets: { buckets: [{ $id: 'photos', name: 'Photos', maximumFileSize: 1 }] },
  functions: {
    functions: [
      {
        $id: 'mailer',
        name: 'Mailer',
        deployment: 'd1',
        live: false,
        vars: [
          { $id: 'v1', key: 'TO', value: 'a', $updatedAt: 'x' },
          { $id: 'v2', key: 'HIDDEN', value: '', secret: true },
        ],
      },
      { $id: 'idle', name: 'Idle', deployment: 'gone', vars: [] },
    ],
  },
  deployments: { mailer: { deployments: [{ $id: 'd1', buildId: 'b1', size: 272 }] } },
  variables: { variables: [{ $id: 'pv', key: 'SHARED', value: 'b' }] },
};

const only = (...texts: string[]): Selection => ({
  only: texts.map((text) => parsePattern(text)!),
  except: [],
});
const everything: Selection = { only: undefined, except: [] };

const keysOf = ({ resources }: LiveProject) => [...resources.keys()];
const paths = (hits: readonly { url: string }[]) => hits.map(({ url }) => url.replace(/^\/v1|\?.*$/g, ''));

function read(select: Selection, options: ServerOptions & { readonly console?: boolean } = {}) {
  const server = projectServer(facts, options);
  const env = {
    ...projectEnv,
    ...(options.console && keepConsoleLogin(temporaryFolder(), projectEnv.APPWRITE_ENDPOINT)),
  };
  return { server, live: readLive(servicesFor(server, { env }), { select }) };
}

describe('readLive', () => {
  it('reads everything that an API key can, containers first', async () => {
    const { live, server } = read(everything);
    expect(keysOf(await live)).toEqual([
      'database main',
      'collection main/posts',
      'attribute main/posts/title',
      'index main/posts/byTitle',
      'bucket photos',
      'function mailer',
      'variable mailer/TO',
      'variable mailer/HIDDEN',
      'function idle',
    ]);
    expect(paths(server.hits).sort()).toEqual([
      '/databases',
      '/databases/main/collections',
      '/functions',
      '/messaging/providers',
      '/messaging/topics',
      '/storage/buckets',
      '/teams',
    ]);
  });

  it('leaves out the value of a variable that the server keeps secret, and sends a variable by its own ID', async () => {
    const { resources } = await read(everything).live;
    expect(resources.get('variable mailer/TO')).toMatchObject({ serverId: 'v1', updatedAt: 'x' });
    expect(resources.get('variable mailer/TO')!.fields.get('value')).toBe('a');
    expect([...resources.get('variable mailer/HIDDEN')!.fields]).toEqual([['secret', true]]);
  });

  it('says that settings are not compared without a console session (story 19)', async () => {
    const { notCompared, notComparedKinds } = await read(everything).live;
    const reason = { kind: 'no-console-session' };
    expect([...notCompared]).toEqual(
      ['settings', 'platforms', 'oauth', 'webhooks'].map((selector) => [selector, reason]),
    );
    expect([...notComparedKinds]).toEqual([['project variable', reason]]);
  });

  it('reads the settings with one request in a console session, beside an API key', async () => {
    const { live, server } = read(only('settings', 'platforms', 'webhooks', 'oauth', 'variables'), {
      console: true,
    });
    const { notCompared, notes, resources } = await live;
    expect(notCompared.size).toBe(0);
    expect([...resources.keys()].filter((key) => !/^(variable|function)/.test(key))).toEqual([
      'project variable SHARED',
      'smtp',
      'project',
      'services',
      'auth methods',
      'security',
      'oauth github',
      'platform web/shop.example',
      'webhook Orders',
    ]);
    expect(paths(server.hits).sort()).toEqual(['/functions', '/project/variables', '/projects/shop']);
    expect(notes).toEqual([
      'platform web/shop.example/(p2) is left unchanged: another one has the same name',
      'platform web/(p3) is left unchanged: it has no name of its own',
    ]);
  });

  it('reads webhooks and the variables of all functions with an API key from 1.9 on', async () => {
    const server = projectServer({ ...facts, webhooks: { webhooks: facts.project.webhooks } });
    const select = only('webhooks', 'variables');
    const { resources, notCompared, notComparedKinds } = await readLive(
      servicesFor(server, { version: '1.9' }),
      {
        select,
      },
    );
    expect([...resources.keys()]).toEqual(
      expect.arrayContaining(['webhook Orders', 'project variable SHARED']),
    );
    expect([...notCompared, ...notComparedKinds]).toEqual([]);
  });

  it.each([
    ['/functions', 'functions.read', ['functions', 'variables', 'code']],
    ['/databases', 'databases.read', ['databases', 'collections']],
    ['/databases/main/collections', 'collections.read', ['collections']],
    ['/teams', 'teams.read', ['teams']],
  ])(
    'names the scope that the key lacks for %s, and reads the rest (story 18)',
    async (path, scope, selectors) => {
      const { notCompared, resources } = await read(everything, { lacking: { [path]: scope } }).live;
      for (const selector of selectors)
        expect(notCompared.get(selector as 'teams')).toEqual({ kind: 'missing-scope', scope });
      expect([...notCompared.values()].filter(({ kind }) => kind === 'missing-scope')).toHaveLength(
        selectors.length,
      );
      expect(resources.has('bucket photos')).toBe(true);
    },
  );

  it('fails for a key that the server does not know', async () => {
    const message = 'User (role: guests) missing scope (teams.read)';
    const refusal = jsonResponse({ message, code: 401, type: 'general_unauthorized_scope' }, 401);
    const { live } = read(everything, { answers: { '/teams': refusal } });
    await expect(live).rejects.toMatchObject({ exitCode: 3 });
  });

  it('refuses to read as a user, who sees a part of a project only', async () => {
    const server = projectServer(facts);
    const { APPWRITE_API_KEY: _, ...env } = projectEnv;
    const services = servicesFor(server, { env: { ...env, APPWRITE_JWT: 'jwt' } });
    await expect(readLive(services, { select: everything })).rejects.toMatchObject({ exitCode: 3 });
    expect(server.hits).toEqual([]);
  });

  it.each<[string[], string[]]>([
    [['buckets'], ['/storage/buckets']],
    [['collections/other'], ['/databases']],
    [['collections/ma*/posts'], ['/databases', '/databases/main/collections']],
    [['databases'], ['/databases']],
    [['code/mailer'], ['/functions']],
  ])('sends for %j nothing but %j', async (patterns, expected) => {
    const { live, server } = read(only(...patterns));
    await live;
    expect(paths(server.hits).sort()).toEqual(expected);
  });

  it('leaves out kinds of which nothing is selected', async () => {
    const except = ['functions', 'variables', 'code', 'collections/main'].map((text) => parsePattern(text)!);
    const { live, server } = read({ only: undefined, except });
    await live;
    expect(paths(server.hits)).not.toContain('/functions');
    expect(paths(server.hits)).not.toContain('/databases/main/collections');
  });

  it('reads the active deployments of functions whose code the file names', async () => {
    const server = projectServer(facts);
    const desired = desiredProject({ code: ['mailer', 'idle'] });
    const { code } = await readLive(servicesFor(server), { select: everything, desired });
    const deployment = { functionId: 'mailer', deploymentId: 'd1', buildId: 'b1', sizeBytes: 272 };
    expect([...code.values()]).toEqual([{ ...deployment, isCurrent: false }]);
  });

  it('keeps an attribute of an unknown type, so that it is not taken for missing', async () => {
    const column = attribute('place', { type: 'vector', default: [1, 2] });
    const main = { collections: [collection('posts', { attributes: [column], indexes: [] })] };
    const server = projectServer({ ...facts, collections: { main } });
    const { resources } = await readLive(servicesFor(server), { select: only('collections') });
    expect(resources.get('attribute main/posts/place')).toMatchObject({
      variant: 'vector',
      fields: new Map(),
    });
  });

  it.each<[string, NonNullable<ServerOptions['answers']>]>([
    ['a list without items', { '/teams': jsonResponse({ total: 3, teams: [] }) }],
    ['a field of another type', { '/teams': jsonResponse({ total: 1, teams: [{ $id: 'x', name: 5 }] }) }],
    ['an item without an ID', { '/teams': jsonResponse({ total: 1, teams: [{ name: 'x' }] }) }],
    [
      'contents that are no list',
      {
        '/functions': jsonResponse({ total: 1, functions: [{ $id: 'x', name: 'x', vars: 'none' }] }),
      },
    ],
  ])('fails for an answer that can not be right: %s', async (_, answers) => {
    await expect(read(everything, { answers }).live).rejects.toMatchObject({ exitCode: 1 });
  });

  it('reads 500 collections with 10,000 attributes in 9 requests, 4 at once at most (story 77)', async () => {
    const attributes = Array.from({ length: 20 }, (_, at) => attribute(`a${at}`));
    const collections = Array.from({ length: 500 }, (_, at) =>
      collection(`c${at}`, { attributes, indexes: [] }),
    );
    const server = projectServer({ ...facts, collections: { main: { collections } } });
    let [open, most] = [0, 0];
    const counting = {
      ...server,
      async send(request: Parameters<typeof server.send>[0]) {
        most = Math.max(most, ++open);
        await new Promise(setImmediate);
        const response = await server.send(request);
        open--;
        return response;
      },
    };
    const { resources } = await readLive(servicesFor(counting), { select: everything });
    expect([...resources.values()].filter(({ kind }) => kind === 'attribute')).toHaveLength(10_000);
    expect(server.hits).toHaveLength(9);
    expect(most).toBe(4);
  });

  it('follows the pages of a server that gives fewer items than it was asked for', async () => {
    const collections = Array.from({ length: 7 }, (_, at) => collection(`c${at}`));
    const server = projectServer({ ...facts, collections: { main: { collections } } }, { maxPage: 3 });
    const { resources } = await readLive(servicesFor(server), { select: only('collections') });
    expect([...resources.values()].filter(({ kind }) => kind === 'collection')).toHaveLength(7);
  });
});
