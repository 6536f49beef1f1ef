import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { parseEnvFile } from '../../../src/project/file/env-file.ts';
import { keepConsoleLogin } from '../../kit/console-login.ts';
import { runLine } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';
import type { MemoryTransport } from '../../kit/transport.ts';
import { projectFolder } from '../../project/file/project.ts';
import { projectEnv, projectServer, type ServerOptions } from '../../project/server.ts';

const collection = {
  $id: 'posts',
  $permissions: ['read("any")'],
  databaseId: 'main',
  name: 'Posts',
  enabled: true,
  documentSecurity: true,
  attributes: [
    {
      key: 'title',
      type: 'string',
      status: 'available',
      required: true,
      array: false,
      size: 50,
      default: null,
    },
  ],
  indexes: [],
};

const mailer = {
  $id: 'mailer',
  name: 'Mailer',
  runtime: 'node-18.0',
  execute: [],
  events: [],
  deployment: 'd1',
  live: true,
  vars: [
    { $id: 'v1', key: 'TO', value: 'ada@example.com' },
    { $id: 'v2', key: 'TEXT', value: 'two\nlines # and "quotes" \\n' },
  ],
};

const facts = {
  project: {
    $id: 'shop',
    name: 'Shop',
    oAuthProviders: [],
    platforms: [],
    webhooks: [],
    serviceStatusForAccount: true,
  },
  databases: { databases: [{ $id: 'main', name: 'Main', enabled: true }] },
  collections: { main: { collections: [collection] } },
  teams: { teams: [{ $id: 'editors', name: 'Editors' }] },
  functions: { functions: [mailer] },
  deployments: {
    mailer: {
      deployments: [
        { $id: 'd1', buildId: 'b1', size: 10 },
        { $id: 'd2', buildId: 'b2', size: 10 },
      ],
    },
  },
};

function packed(files: Readonly<Record<string, string>>): Buffer {
  const folder = projectFolder(files);
  const path = join(temporaryFolder(), 'code.tar.gz');
  execFileSync('tar', ['-czf', path, '-C', folder, '.']);
  return readFileSync(path);
}

const download = '/functions/mailer/deployments/d1/download';

const serving = (files: Readonly<Record<string, string>>, more: ServerOptions = {}) => {
  const bytes = packed(files);
  const headers = { 'content-type': 'application/gzip' };
  return projectServer(facts, {
    ...more,
    answers: {
      get [download]() {
        return { status: 200, headers, body: Readable.from([bytes]) };
      },
    },
  });
};

interface Options {
  readonly server?: MemoryTransport;
  readonly env?: Record<string, string>;
}

const pull = (cwd: string, words = '', { server = projectServer(facts), env = projectEnv }: Options = {}) =>
  runLine(['pull', ...words.split(' ').filter(Boolean)], { cwd, home: cwd, env, transport: server });

const read = (folder: string, name = 'appwrite.json') => readFileSync(join(folder, name), 'utf8');
const parsed = (folder: string, name?: string) => JSON.parse(read(folder, name));

describe('pull', () => {
  it('makes a file of a project, and leaves it as it is the second time (story 3)', async () => {
    const folder = projectFolder({});
    expect(await pull(folder)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Wrote appwrite.json.'),
    });
    const first = read(folder);
    expect(JSON.parse(first)).toMatchObject({
      projectId: 'shop',
      databases: [{ $id: 'main', name: 'Main' }],
      collections: [{ $id: 'posts', databaseId: 'main', attributes: [{ key: 'title', size: 50 }] }],
      teams: [{ $id: 'editors' }],
      functions: [{ $id: 'mailer', runtime: 'node-18.0' }],
    });
    expect(first).not.toContain('ada@example.com');
    expect(await pull(folder, '--check')).toMatchObject({ code: 0 });
    expect(await pull(folder)).toMatchObject({ code: 0, stdout: 'appwrite.json matches the project.\n' });
    expect(read(folder)).toBe(first);
  });

  it('makes the file that --config names', async () => {
    const folder = projectFolder({ 'appwrite.json': { projectId: 'other' } });
    expect(await pull(folder, '--config moving.json')).toMatchObject({ code: 0 });
    expect(parsed(folder, 'moving.json')).toMatchObject({ projectId: 'shop', teams: [{ $id: 'editors' }] });
    expect(parsed(folder)).toEqual({ projectId: 'other' });
  });

  it('says what it added and changed, and keeps what it does not know', async () => {
    const text = `{\r\n  "projectId": "shop",\r\n  "mine": 9007199254740993,\r\n  "teams": [\r\n    { "name": "Old", "x": 1, "$id": "editors" }\r\n  ],\r\n  "databases": []\r\n}`;
    const folder = projectFolder({ 'appwrite.json': text });
    const { stdout, code } = await pull(folder, 'teams databases');
    expect(stdout.split('\n')).toEqual([
      '+ database  main',
      expect.stringMatching(/^~ team {6}editors {2,}name$/),
      'Wrote appwrite.json.',
      '',
    ]);
    expect(code).toBe(0);
    expect(read(folder)).toContain('{ "name": "Editors", "x": 1, "$id": "editors" }\r\n');
    expect(read(folder)).toContain('"mine": 9007199254740993,\r\n');
  });

  it('writes nothing with --check, and ends with 9 if it would', async () => {
    const folder = projectFolder({ 'appwrite.json': { projectId: 'shop', teams: [] } });
    const before = read(folder);
    const { code, stdout } = await pull(folder, 'teams --check --json');
    expect(code).toBe(9);
    expect(JSON.parse(stdout)).toMatchObject({
      project: 'shop',
      written: false,
      files: ['appwrite.json'],
      changes: [{ change: 'added', kind: 'team', path: 'editors', fields: [] }],
    });
    expect(read(folder)).toBe(before);
  });

  it('keeps entries of what is gone from the server, and removes them with --prune', async () => {
    const folder = projectFolder({
      'appwrite.json': {
        projectId: 'shop',
        teams: [{ $id: 'gone', name: 'G' }],
        buckets: [{ $id: 'old', name: 'O' }],
      },
    });
    expect((await pull(folder, '--yes')).stdout).toMatch(/^ {2}team {8}gone/m);
    expect(parsed(folder).teams.map(({ $id }: { $id: string }) => $id)).toEqual(['gone', 'editors']);
    await pull(folder, '--prune teams');
    expect(parsed(folder)).toMatchObject({ teams: [{ $id: 'editors' }], buckets: [{ $id: 'old' }] });
    expect((await pull(folder, '--prune')).stdout).toMatch(/^- bucket {2}old/m);
    expect(parsed(folder).buckets).toEqual([]);
  });

  it('says what was not compared, and ends with 3 only if it was named (stories 18 and 19)', async () => {
    const folder = projectFolder({
      'appwrite.json': { projectId: 'shop', functions: [], settings: { services: { account: true } } },
    });
    const server = () => projectServer(facts, { lacking: { '/functions': 'functions.read' } });
    const { code, stderr } = await pull(folder, '', { server: server() });
    expect(code).toBe(0);
    expect(stderr).toContain('not compared: functions (needs the scope functions.read)');
    expect(stderr).toContain('not compared: settings (needs a console session: appwrite-cli login)');
    expect(stderr).not.toContain('webhooks');
    expect(await pull(folder, 'functions', { server: server() })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("functions can't be read: needs the scope functions.read"),
    });
    expect(await pull(folder, 'settings')).toMatchObject({ code: 3 });
  });

  it('reads the settings with a console session', async () => {
    const folder = projectFolder({
      'appwrite.json': { projectId: 'shop', settings: { services: { account: false } } },
    });
    const { APPWRITE_API_KEY: _, ...env } = projectEnv;
    const login = keepConsoleLogin(temporaryFolder(), projectEnv.APPWRITE_ENDPOINT);
    expect(await pull(folder, 'settings', { env: { ...env, ...login } })).toMatchObject({ code: 0 });
    expect(parsed(folder).settings.services.account).toBe(true);
  });

  it.each([
    ['{ "projectId": ', 'is not valid JSON (line 1, column'],
    ['{ "projectId": "shop", "teams": [{ "name": "x" }] }', 'appwrite.json:1: a team has no "$id"'],
  ])('leaves a broken file alone and sends nothing (story 5)', async (text, message) => {
    const folder = projectFolder({ 'appwrite.json': text });
    const server = projectServer(facts);
    expect(await pull(folder, '', { server })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(message),
    });
    expect(read(folder)).toBe(text);
    expect(server.hits).toEqual([]);
  });

  it.each([
    ['pull function', 'teams'],
    ['pull collections --all --force', 'teams'],
    ['pull all', 'none'],
  ])('takes %s, as the official CLI (story 79)', async (words, missing) => {
    const folder = projectFolder({});
    const { code } = await pull(folder, words.slice('pull '.length));
    expect(code).toBe(0);
    expect(parsed(folder)).not.toHaveProperty(missing);
  });

  it('warns if the file belongs to another project', async () => {
    const folder = projectFolder({ 'appwrite.json': { projectId: 'other' } });
    expect((await pull(folder, 'teams')).stderr).toContain(
      'warning: appwrite.json names the project other, not shop',
    );
  });

  it('shows the first request with --dry-run, and sends none', async () => {
    const folder = projectFolder({});
    const server = projectServer(facts);
    expect(await pull(folder, '--dry-run', { server })).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("/v1/databases'"),
    });
    expect(server.hits).toEqual([]);
    expect(existsSync(join(folder, 'appwrite.json'))).toBe(false);
  });
});

describe('pull --code', () => {
  it('brings the files of the active deployment, not of the newest (story 69)', async () => {
    const folder = projectFolder({});
    const server = serving({ 'src/main.js': 'main', 'package.json': '{}' });
    expect(await pull(folder, 'functions --code', { server })).toMatchObject({ code: 0 });
    expect(read(folder, 'functions/mailer/src/main.js')).toBe('main');
    expect(parsed(folder).functions[0].path).toBe('functions/mailer');
    expect(server.hits.filter(({ url }) => url.includes('/download')).map(({ url }) => url)).toEqual([
      `/v1${download}`,
    ]);
  });

  it('does not replace local edits without --yes, and writes nothing then (story 69)', async () => {
    const files = { 'functions/mailer/main.js': 'mine', 'functions/mailer/other.js': 'other' };
    const folder = projectFolder(files);
    const server = () => serving({ 'main.js': 'theirs', 'new.js': 'new' });
    expect(await pull(folder, '--code', { server: server() })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('differs from the deployment: mailer: main.js'),
    });
    expect(existsSync(join(folder, 'appwrite.json'))).toBe(false);
    expect(existsSync(join(folder, 'functions/mailer/new.js'))).toBe(false);
    expect(await pull(folder, '--code --yes', { server: server() })).toMatchObject({ code: 0 });
    expect(read(folder, 'functions/mailer/main.js')).toBe('theirs');
    expect(read(folder, 'functions/mailer/other.js')).toBe('other');
    expect(await pull(folder, '--code --check', { server: server() })).toMatchObject({ code: 0 });
  });

  it('gives a function without an active deployment no path', async () => {
    const folder = projectFolder({});
    const functions = [{ ...mailer, deployment: '' }];
    const server = projectServer({ ...facts, functions: { functions } });
    expect(await pull(folder, 'functions --code', { server })).toMatchObject({ code: 0 });
    expect(parsed(folder).functions[0]).not.toHaveProperty('path');
  });

  it('refuses a path that leaves the folder of the project', async () => {
    const folder = projectFolder({
      'project/.git/HEAD': '',
      'project/appwrite.json': {
        projectId: 'shop',
        functions: [{ $id: 'mailer', name: 'Mailer', path: '../out' }],
      },
    });
    expect(await pull(join(folder, 'project'), '--code', { server: serving({ 'a.js': 'a' }) })).toMatchObject(
      {
        code: 2,
        stderr: expect.stringContaining('leaves the folder of the project'),
      },
    );
    expect(existsSync(join(folder, 'out'))).toBe(false);
  });
});

describe('pull --with-variables', () => {
  const repository = { '.git/HEAD': '', '.gitignore': '.env\n' };

  it('writes variables so that they read back, for the user only', async () => {
    const folder = projectFolder(repository);
    const { code, stdout, stderr } = await pull(folder, 'functions --with-variables .env');
    expect(code).toBe(0);
    expect(stdout + stderr).not.toContain('ada@example.com');
    expect([...parseEnvFile(read(folder, '.env'))]).toEqual(
      mailer.vars.map(({ key, value }) => [key, value]),
    );
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
    expect(read(folder)).not.toContain('ada@example.com');
    expect(await pull(folder, 'functions --with-variables .env --check')).toMatchObject({ code: 0 });
    writeFileSync(join(folder, '.env'), 'TO=old\n', { mode: 0o644 });
    expect(await pull(folder, 'functions --with-variables .env --check')).toMatchObject({ code: 9 });
    expect(read(folder, '.env')).toBe('TO=old\n');
    expect(await pull(folder, '--with-variables .env --yes')).toMatchObject({ code: 0 });
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['values.txt', 'Git does not ignore', 'add it to .gitignore'],
    ['.env', 'already exists', 'add --yes to replace it'],
  ])('refuses %s: %s', async (name, reason, hint) => {
    const folder = projectFolder({ ...repository, '.env': 'MINE=1\n' });
    const server = projectServer(facts);
    const { code, stderr } = await pull(folder, `--with-variables ${name}`, { server });
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
    expect(stderr).toContain(hint);
    expect(server.hits).toEqual([]);
    expect(read(folder, '.env')).toBe('MINE=1\n');
  });

  it('refuses two values under one name, and names the way out', async () => {
    const functions = [
      mailer,
      { ...mailer, $id: 'worker', vars: [{ $id: 'v3', key: 'TO', value: 'other' }] },
    ];
    const server = projectServer({ ...facts, functions: { functions } });
    const folder = projectFolder(repository);
    const { code, stderr } = await pull(folder, '--with-variables .env', { server });
    expect(code).toBe(2);
    expect(stderr).toContain('variable mailer/TO and variable worker/TO have different values');
    expect(existsSync(join(folder, '.env'))).toBe(false);
    expect(existsSync(join(folder, 'appwrite.json'))).toBe(false);
  });
});
