import { describe, expect, it } from 'vitest';
import { readProject } from '../../../src/project/file/read.ts';
import { findIn, problemsOf, projectFolder, readFiles, valuesOf } from './project.ts';

const posts = {
  $id: 'posts',
  databaseId: 'main',
  name: 'Posts',
  $permissions: ['write("users")'],
  attributes: [
    { key: 'title', type: 'string', size: 50, required: true },
    { key: 'author', type: 'relationship', relatedCollection: 'users', side: 'child' },
  ],
  indexes: [{ key: 'by_title', type: 'key', attributes: ['title'], orders: ['ASC'] }],
};
const main = {
  projectId: 'shop',
  projectName: 'Shop',
  databases: [{ $id: 'main', name: 'Main' }],
  collections: [posts],
};

describe('resources', () => {
  it('has what the file mentions, containers before contents, and nothing else', () => {
    const { desired } = readFiles({ 'appwrite.json': main });
    expect([...desired.resources.keys()]).toEqual([
      'project',
      'database main',
      'collection main/posts',
      'attribute main/posts/title',
      'attribute main/posts/author',
      'index main/posts/by_title',
    ]);
    expect(desired.projectId).toBe('shop');
    expect([...desired.listed]).toEqual(['project', 'database', 'collection', 'attribute', 'index']);
    const title = desired.resources.get('attribute main/posts/title')!;
    expect([...title.fields.keys()]).toEqual(['size', 'required']);
    expect(title.fields.get('size')?.place.offset).toBe(title.place.source.text.indexOf('50'));
    expect(desired.resources.get('attribute main/posts/author')?.isChildSide).toBe(true);
    expect([...desired.resources.get('collection main/posts')!.lists]).toEqual(['attribute', 'index']);
  });

  it('says nothing about attributes if the collection has no list of them', () => {
    const { desired } = readFiles({
      'appwrite.json': { collections: [{ $id: 'a', databaseId: 'main', name: 'A' }] },
    });
    expect([...desired.resources.get('collection main/a')!.lists]).toEqual([]);
  });

  it('reads rounded bounds as none (story 2)', () => {
    const attribute =
      '{"key":"n","type":"integer","min":-9223372036854776000,"max":9223372036854776000,"required":false}';
    const reading = readFiles({
      'appwrite.json': `{"collections":[{"$id":"c","databaseId":"d","name":"C","attributes":[${attribute}]}]}`,
    });
    expect(valuesOf(reading, 'attribute d/c/n')).toEqual({ min: null, max: null, required: false });
  });

  it('reads tables and columns of newer files as collections and attributes', () => {
    const table = {
      $id: 't',
      databaseId: 'd',
      name: 'T',
      rowSecurity: true,
      columns: [{ key: 'a', type: 'boolean', required: true }],
      indexes: [{ key: 'i', type: 'key', columns: ['a'] }],
    };
    const reading = readFiles({
      'appwrite.config.json': { tablesDB: [{ $id: 'd', name: 'D' }], tables: [table] },
    });
    expect(problemsOf(reading)).toEqual([]);
    expect(valuesOf(reading, 'collection d/t')).toEqual({ name: 'T', documentSecurity: true });
    expect(valuesOf(reading, 'index d/t/i')).toEqual({ type: 'key', attributes: ['a'] });
  });

  it.each([
    ['of version 5', { variables: { KEY: 'v' } }],
    ['of version 6', { vars: [{ key: 'KEY', value: 'v' }] }],
    ['of version 25', { vars: { KEY: 'v' } }],
  ])('reads variables %s', (_, shape) => {
    const reading = readFiles({ 'appwrite.json': { functions: [{ $id: 'f', name: 'F', ...shape }] } });
    expect(problemsOf(reading)).toEqual([]);
    expect(valuesOf(reading, 'variable f/KEY')).toEqual({ value: 'v' });
    expect(reading.desired.resources.get('variable f/KEY')?.fields.get('value')?.reference).toMatchObject({
      from: 'project file',
      path: 'appwrite.json',
    });
  });

  it('reads .env files only if asked, and never instead of what a file says', () => {
    const folder = projectFolder({
      'appwrite.json': { functions: [{ $id: 'f', name: 'F', path: 'fn', vars: [{ key: 'A', value: '1' }] }] },
      'fn/.env': 'A=2\nB="two\\nlines" # comment\n',
    });
    const read = (readsEnvFiles: boolean) =>
      readProject(findIn(folder), { resolveSecrets: true, env: {}, readsEnvFiles });
    expect(read(false).desired.resources.has('variable f/B')).toBe(false);
    expect(valuesOf(read(true), 'variable f/A')).toEqual({ value: '1' });
    expect(valuesOf(read(true), 'variable f/B')).toEqual({ value: 'two\nlines' });
  });

  it.each([
    [
      ['node_modules', 'x'],
      ['node_modules', 'x'],
    ],
    ['node_modules\n\nx\n', ['node_modules', 'x']],
    [null, []],
  ])('reads what code leaves out from %j', (ignore, expected) => {
    const { desired, folder } = readFiles({
      'appwrite.json': { functions: [{ $id: 'f', name: 'F', path: 'fn', ignore }] },
    });
    expect(desired.code.get('f')).toMatchObject({ folder: `${folder}/fn`, ignore: expected });
  });
});

describe('faults', () => {
  it('reports all at once, with their lines', () => {
    const reading = readFiles({
      'appwrite.json': {
        teams: [{ name: 'no ID' }, 7, { $id: 't', name: 1 }],
        buckets: {},
        collections: [
          {
            $id: 'c',
            databaseId: 'd',
            attributes: [{ key: 'a', type: 'strng' }, { key: 'b', type: 'bigint' }, { key: 'e' }],
          },
        ],
      },
    });
    expect(problemsOf(reading)).toEqual([
      'appwrite.json:3: a team has no "$id"',
      'appwrite.json:6: an entry of "teams" must be an object',
      'appwrite.json:9: team t: "name" must be text',
      'appwrite.json:12: "buckets" must be a list',
      'appwrite.json:20: attribute d/c/a has the unknown type "strng"; did you mean "string"?',
      "appwrite.json:24: attribute d/c/b is of the type bigint, which only Appwrite 1.9 and later have, and this program can't describe",
      'appwrite.json:26: attribute d/c/e has no "type"',
    ]);
  });

  it('reports the same entry in two files, unless they say the same', () => {
    const team = { $id: 't', name: 'T' };
    const two = (name: string) =>
      problemsOf(readFiles({ 'appwrite.json': { teams: [team, { ...team, name }] } }));
    expect(two('T')).toEqual([]);
    expect(two('U')).toEqual(['appwrite.json:7: team t is listed twice, first at appwrite.json:3']);
  });

  it('notes unknown members once, with a guess, and settings that only newer servers have', () => {
    const { desired, problems } = readFiles({
      'appwrite.json': {
        teams: [
          { $id: 'a', name: 'A', nam: 1 },
          { $id: 'b', name: 'B', nam: 2 },
        ],
        settings: { auth: { security: { limit: 5, mockNumbers: [] } }, protocols: {} },
      },
    });
    expect(problems).toEqual([]);
    expect(desired.notes).toEqual([
      'appwrite.json:14: settings of newer servers stay in the file and are not sent: mockNumbers, protocols',
      'appwrite.json:6: team a has an unknown member "nam", which is ignored; did you mean "name"? (2 times)',
    ]);
  });
});

describe('the own file', () => {
  const official = { functions: [{ $id: 'f', name: 'F' }] };

  it('adds variables, providers and console things, with secrets by reference', () => {
    const reading = readFiles(
      {
        'appwrite.json': official,
        'appwrite-cli.json': {
          version: 1,
          variables: { f: { A: 'plain', B: { env: 'B_VALUE' } } },
          projectVariables: { P: { file: 'secret.txt' } },
          providers: [{ $id: 'mail', type: 'smtp', name: 'Mail', host: 'h', password: { env: 'SMTP' } }],
          oauth2: [{ provider: 'github', appId: 'id', secret: { env: 'GITHUB' }, enabled: true }],
          ignore: ['collections/main/logs', 'functions/*'],
          protect: ['databases'],
        },
        'secret.txt': 'from a file\n',
      },
      {},
      { B_VALUE: 'b', SMTP: 's', GITHUB: 'g' },
    );
    expect(problemsOf(reading)).toEqual([]);
    expect(valuesOf(reading, 'variable f/A')).toEqual({ value: 'plain' });
    expect(valuesOf(reading, 'variable f/B')).toEqual({ value: 'b' });
    expect(valuesOf(reading, 'project variable P')).toEqual({ value: 'from a file' });
    expect(valuesOf(reading, 'provider mail')).toMatchObject({ password: 's', host: 'h' });
    expect(reading.desired.resources.get('oauth github')?.fields.get('secret')?.reference).toEqual({
      from: 'environment',
      name: 'GITHUB',
    });
    expect(reading.settings.ignore).toEqual([
      { selector: 'collections', path: ['main', 'logs'] },
      { selector: 'functions', path: ['*'] },
    ]);
  });

  it('takes a reference for a secret that is an object, and ignores the members of an answer in a provider', () => {
    const fcm = { $id: 'push', type: 'fcm', name: 'Push', serviceAccountJSON: { env: 'ACCOUNT' } };
    const reading = (value: string) =>
      readFiles(
        {
          'appwrite.json': official,
          'appwrite-cli.json': { providers: [{ ...fcm, credentials: { serviceAccountJSON: 5, more: 1 } }] },
        },
        {},
        { ACCOUNT: value },
      );
    expect(problemsOf(reading('{"a": 1.0}'))).toEqual([]);
    expect(valuesOf(reading('{"a": 1.0}'), 'provider push')).toEqual({
      name: 'Push',
      serviceAccountJSON: '{"a":1.0}',
    });
    expect(problemsOf(reading('no JSON'))).toEqual([
      'appwrite-cli.json:7: provider push: the value of "serviceAccountJSON" has the wrong type',
    ]);
  });

  it('names all missing references at once (story 64)', () => {
    const reading = readFiles({
      'appwrite.json': official,
      'appwrite-cli.json': {
        variables: { f: { A: { env: 'A_VALUE' }, B: { file: 'none.txt' } } },
        smtp: { password: { env: 'SMTP' } },
      },
    });
    expect(problemsOf(reading)).toEqual([
      'appwrite-cli.json:4: variable f/A: the environment variable A_VALUE is not set',
      expect.stringContaining("appwrite-cli.json:7: variable f/B: the file none.txt can't be read"),
      'appwrite-cli.json:13: smtp: the environment variable SMTP is not set',
    ]);
  });

  it('refuses secrets as text, references in the official file, and members that it does not know', () => {
    const reading = readFiles({
      'appwrite.json': { functions: [{ $id: 'f', name: 'F', vars: { A: { env: 'X' } } }] },
      'appwrite-cli.json': {
        version: 2,
        enviroments: {},
        ignore: ['tabels'],
        smtp: { password: 'hunter2' },
        environments: { config: {}, prod: { projectId: 5, region: 'fra' } },
      },
    });
    const problems = problemsOf(reading);
    expect(problems).toEqual([
      expect.stringContaining("variable f/A: the official CLI can't read a reference"),
      expect.stringContaining('"version" must be 1'),
      expect.stringContaining('unknown member "enviroments"'),
      expect.stringContaining('"ignore" takes patterns'),
      expect.stringContaining('smtp: "password" is a secret'),
      expect.stringContaining('can\'t be called "config"'),
      expect.stringContaining('"projectId" must be text'),
      expect.stringContaining('unknown member "region"'),
    ]);
    expect(problems.join()).not.toContain('hunter2');
  });
});

describe('an environment', () => {
  const files = {
    'appwrite.json': {
      projectId: 'dev',
      functions: [
        { $id: 'mailer', name: 'Mailer', timeout: 15, schedule: '0 4 * * *', vars: { A: '1', B: '2' } },
        { $id: 'debug', name: 'Debug' },
      ],
    },
    'appwrite.prod.json': {
      projectId: 'prod',
      functions: [
        { $id: 'mailer', timeout: 30, schedule: null, vars: { B: '3', A: null } },
        { $id: 'debug', $absent: true },
      ],
    },
  };

  it('changes one timeout and leaves out one function in prod only (story 73)', () => {
    const [dev, prod] = [readFiles(files), readFiles(files, { env: 'prod' })];
    expect(valuesOf(dev, 'function mailer')).toEqual({ name: 'Mailer', timeout: 15n, schedule: '0 4 * * *' });
    expect(valuesOf(prod, 'function mailer')).toEqual({ name: 'Mailer', timeout: 30n });
    expect(dev.desired.resources.has('function debug')).toBe(true);
    expect(prod.desired.resources.has('function debug')).toBe(false);
    expect([valuesOf(prod, 'variable mailer/A'), valuesOf(prod, 'variable mailer/B')]).toEqual([
      undefined,
      { value: '3' },
    ]);
    expect(prod.desired.projectId).toBe('prod');
    expect(prod.settings.environment).toMatchObject({ name: 'prod', projectId: 'prod', protected: false });
    expect(prod.sha256).not.toBe(dev.sha256);
  });

  it('sets variables by reference that the project file has as text', () => {
    const prod = { projectId: 'p', variables: { mailer: { A: { env: 'A_VALUE' }, B: null } } };
    const reading = readFiles(
      { ...files, 'appwrite.prod.json': prod },
      { env: 'prod' },
      { A_VALUE: 'secret' },
    );
    expect(problemsOf(reading)).toEqual([]);
    expect(valuesOf(reading, 'variable mailer/A')).toEqual({ value: 'secret' });
    expect(valuesOf(reading, 'variable mailer/B')).toBeUndefined();
  });

  it('matches attributes by their key', () => {
    const reading = readFiles(
      {
        'appwrite.json': main,
        'appwrite.prod.json': {
          projectId: 'p',
          collections: [
            {
              $id: 'posts',
              databaseId: 'main',
              attributes: [
                { key: 'title', size: 80 },
                { key: 'extra', type: 'boolean', required: false },
              ],
            },
          ],
        },
      },
      { env: 'prod' },
    );
    expect(valuesOf(reading, 'attribute main/posts/title')).toEqual({ size: 80n, required: true });
    expect(valuesOf(reading, 'attribute main/posts/extra')).toEqual({ required: false });
    expect(reading.desired.resources.has('attribute main/posts/author')).toBe(true);
  });

  it('reports what it leaves out in vain', () => {
    const reading = readFiles(
      { 'appwrite.json': {}, 'appwrite.prod.json': { projectId: 'p', teams: [{ $id: 't', $absent: true }] } },
      { env: 'prod' },
    );
    expect(problemsOf(reading)).toEqual([
      'appwrite.prod.json:4: the environment leaves out team t, which no other file has',
    ]);
  });
});
