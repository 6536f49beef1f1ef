import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Account, Client, Databases, Functions, Users } from 'node-appwrite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sandbox, SandboxOptions } from '../../src/library/api.ts';
import { startSandbox } from '../../src/library/sandbox.ts';

const folder = mkdtempSync(join(tmpdir(), 'library-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, content: object): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const clientOf = ({ endpoint, project, key }: Sandbox) =>
  new Client().setEndpoint(endpoint).setProject(project).setKey(key);

describe('a sandbox with a shop', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ seed: true });
  });
  afterAll(() => sandbox.close());

  it('answers the official SDK, and begins anew after a reset', async () => {
    const databases = new Databases(clientOf(sandbox));
    const users = new Users(clientOf(sandbox));
    await databases.updateDocument('shop', 'products', 'mug', { title: 'Red mug' });
    await users.delete('ada');
    await sandbox.reset();
    expect(await databases.getDocument('shop', 'products', 'mug')).toMatchObject({ title: 'Blue mug' });
    expect((await users.list()).total).toBe(3);
  });

  it('stands beside another one', async () => {
    const other = await startSandbox();
    expect(other.endpoint).not.toBe(sandbox.endpoint);
    expect((await new Users(clientOf(other)).list()).total).toBe(0);
    await other.close();
    await expect(fetch(`${other.endpoint}/health/version`)).rejects.toThrow();
    expect((await fetch(`${sandbox.endpoint}/health/version`)).status).toBe(200);
  });

  it('leaves the process alone', async () => {
    const listeners = () => process.eventNames().map((name) => [name, process.listenerCount(name)]);
    const before = [process.exitCode, listeners(), process.cwd()];
    await (await startSandbox()).close();
    expect([process.exitCode, listeners(), process.cwd()]).toEqual(before);
  });

  it('has an outbox', async () => {
    expect(await sandbox.outbox({ to: 'nobody@example.com', limit: 1 })).toEqual([]);
  });

  it('keeps its port to itself', async () => {
    const port = Number(new URL(sandbox.endpoint).port);
    await expect(startSandbox({ port })).rejects.toThrow(`the sandbox can't start: port ${port} is in use`);
  });
});

describe('a sandbox with a project file', () => {
  const projectFile = () =>
    put('appwrite.json', {
      projectId: 'shop',
      databases: [{ $id: 'main', name: 'Main' }],
      collections: [
        {
          $id: 'notes',
          databaseId: 'main',
          name: 'Notes',
          attributes: [{ key: 'text', type: 'string', size: 100, required: true }],
        },
      ],
      functions: [{ $id: 'mail', name: 'Mail', runtime: 'node-18.0', vars: { KEY: '$MAIL_KEY' } }],
    });

  it('has its resources, also after a reset', async () => {
    const notes: string[] = [];
    const sandbox = await startSandbox({ projectFile: projectFile(), onNote: (line) => notes.push(line) });
    expect(sandbox.project).toBe('shop');
    const databases = new Databases(clientOf(sandbox));
    const write = () => databases.createDocument('main', 'notes', 'first', { text: 'Hello' });
    await write();
    await sandbox.reset();
    expect(await write()).toMatchObject({ text: 'Hello' });
    expect(notes).toEqual([]);
    await sandbox.close();
  });

  it('refuses one with faults, and says where they are', async () => {
    const path = put('faulty.json', {
      projectId: 'shop',
      databases: [{ name: 'No ID' }, { name: 'Nor here' }],
    });
    await expect(startSandbox({ projectFile: path })).rejects.toThrow(
      /faulty\.json:1: .*\n.*faulty\.json:1: /,
    );
  });
});

const refused: readonly (readonly [string, object, RegExp])[] = [
  [
    'an option that does not exist',
    { projectfile: 'a.json' },
    /no option projectfile; did you mean projectFile/,
  ],
  ['a file that is not there', { projectFile: '/nowhere/a.json' }, /there is no \/nowhere\/a\.json/],
  ['a port out of range', { port: 70_000 }, /port must be a whole number from 0 to 65535/],
  ['a text for a port', { port: '80' }, /port must be/],
  ['a share above 1', { failRate: 2 }, /failRate must be a number from 0 to 1/],
  ['a path as an origin', { cors: ['http://a/b'] }, /cors must be a list of origins/],
  ['a backup beside a shop', { from: '/tmp', seed: true }, /from excludes projectFile and seed/],
  ['variables without functions', { set: { A: 'key' } }, /add functions: true/],
  ['a variable with another value', { functions: true, set: { A: 'secret' } }, /set must be an object of/],
  ['a project that is no ID', { project: 'a b' }, /project must be an ID/],
];

it.each(refused)('refuses %s', async (_, options, message) => {
  await expect(startSandbox(options as SandboxOptions)).rejects.toThrow(message);
});

describe('a sandbox that runs functions', () => {
  it('runs the code of its project file, with the variables that are asked for', async () => {
    mkdirSync(join(folder, 'greet'), { recursive: true });
    writeFileSync(
      join(folder, 'greet', 'main.js'),
      'module.exports = async ({ res }) => res.json({ env: Object.keys(process.env), at: process.env.AT });',
    );
    const projectFile = put('functions.json', {
      projectId: 'shop',
      functions: [
        {
          ...{ $id: 'greet', name: 'Greet', runtime: 'node-18.0', entrypoint: 'main.js', path: 'greet' },
          execute: ['any'],
        },
      ],
    });
    const sandbox = await startSandbox({ projectFile, functions: true, set: { AT: 'endpoint' } });
    const functions = new Functions(clientOf(sandbox));
    const answer = async () => JSON.parse((await functions.createExecution('greet')).responseBody);
    const { env, at } = await answer();
    expect(at).toBe(sandbox.endpoint);
    const own = ['AT', 'PATH', 'HOME', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR'];
    expect(
      env.filter((name: string) => !own.includes(name) && !/^(APPWRITE_FUNCTION|OPEN_RUNTIMES)_/.test(name)),
    ).toEqual([]);
    await sandbox.reset();
    expect((await functions.listExecutions('greet')).total).toBe(0);
    expect((await answer()).at).toBe(sandbox.endpoint);
    await sandbox.close();
  });

  it('stores code without running it by default, and says so', async () => {
    const notes: string[] = [];
    const projectFile = join(folder, 'functions.json');
    const sandbox = await startSandbox({ projectFile, onNote: (line) => notes.push(line) });
    expect(notes).toEqual(['The code of functions is stored, but neither built nor run.']);
    await expect(new Functions(clientOf(sandbox)).createExecution('greet')).rejects.toThrow();
    await sandbox.close();
  });
});

it('moves the clock, and brings it back', async () => {
  const sandbox = await startSandbox({ clock: 'manual' });
  const timeOf = async (duration: string) => Date.parse((await sandbox.tick(duration)).now);
  const start = await timeOf('0s');
  expect(await timeOf('1h30m')).toBe(start + 90 * 60_000);
  await sandbox.reset();
  expect(await timeOf('1s')).toBe(start + 1000);
  await expect(sandbox.tick('soon')).rejects.toThrow(/duration/);
  await sandbox.close();
});

it('signs a user in by the link of a mail', async () => {
  const sandbox = await startSandbox({ seed: true });
  const visitor = new Account(new Client().setEndpoint(sandbox.endpoint).setProject(sandbox.project));
  await visitor.createMagicURLToken('unique()', 'new@example.com', 'http://localhost/in');
  const [mail] = await sandbox.outbox({ to: 'new@example.com' });
  expect(mail).toMatchObject({ channel: 'email', kind: 'magic-url' });
  expect(await visitor.createSession(mail!.userId, mail!.secret)).toMatchObject({ userId: mail!.userId });
  await sandbox.reset();
  expect(await sandbox.outbox()).toEqual([]);
  await expect(visitor.createSession(mail!.userId, mail!.secret)).rejects.toThrow();
  await sandbox.close();
});
