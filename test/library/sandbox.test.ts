import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Databases, Users } from 'node-appwrite';
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
  ['a project that is no ID', { project: 'a b' }, /project must be an ID/],
];

it.each(refused)('refuses %s', async (_, options, message) => {
  await expect(startSandbox(options as SandboxOptions)).rejects.toThrow(message);
});
