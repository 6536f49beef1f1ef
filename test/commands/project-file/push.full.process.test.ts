import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { killedAt } from '../../kit/killer.ts';
import { runProgram } from '../../kit/program.ts';
import { hasTmux, needsTmux, openTerminal } from '../../kit/terminal.ts';
import { projectFolder } from '../../project/file/project.ts';
import { testServer } from '../../sandbox/client.ts';

const attribute = (key: string) => ({ key, type: 'string', size: 30, required: false });
const collection = ($id: string) => ({
  $id,
  databaseId: 'main',
  name: $id,
  attributes: ['a', 'b', 'c'].map(attribute),
  indexes: [{ key: 'by_a', type: 'key', attributes: ['a'], orders: ['ASC'] }],
});
const file = {
  projectId: 'sandbox',
  databases: [{ $id: 'main', name: 'Main' }],
  collections: ['one', 'two', 'three'].map(collection),
  teams: [{ $id: 'editors', name: 'Editors' }],
};

it('goes on after each kill -9 until the project matches the file (story 38)', async () => {
  const { sandbox, request } = await testServer();
  const folder = projectFolder({ 'appwrite.json': file });
  const env = {
    APPWRITE_ENDPOINT: sandbox.endpoint,
    APPWRITE_PROJECT_ID: sandbox.project,
    APPWRITE_API_KEY: sandbox.apiKey,
  };
  const push = (killAt: number) =>
    runProgram(['push', '--yes', '--json'], {
      cwd: folder,
      env: { ...env, ...killedAt(folder, killAt) },
    });
  for (const killAt of [7, 10, 13, 9]) expect((await push(killAt)).stderr).toContain('killed by SIGKILL');
  const last = await push(0);
  expect(last.code === 0 || last).toBe(true);
  const { total, collections } = (await request('GET', '/databases/main/collections')).json;
  expect(total).toBe(3);
  for (const { attributes, indexes } of collections)
    expect([...attributes, ...indexes].map(({ key, status }) => `${key} ${status}`)).toEqual([
      'a available',
      'b available',
      'c available',
      'by_a available',
    ]);
  expect(JSON.parse((await push(0)).stdout)).toMatchObject({ done: [], remaining: [] });
});

/** A server with a document that a push of the file would take a value from, and protected if the folder says so. */
async function lossAtHand(own: object) {
  const { sandbox, request } = await testServer();
  const env = {
    APPWRITE_ENDPOINT: sandbox.endpoint,
    APPWRITE_PROJECT_ID: sandbox.project,
    APPWRITE_API_KEY: sandbox.apiKey,
  };
  const before = { ...file, collections: [collection('one')] };
  const folder = projectFolder({ 'appwrite.json': before, 'appwrite-cli.json': { version: 1, ...own } });
  const flags = ['--confirm', sandbox.project];
  expect((await runProgram(['push', ...flags], { cwd: folder, env })).code).toBe(0);
  const path = '/databases/main/collections/one';
  await request('POST', `${path}/documents`, { body: { documentId: 'd', data: { b: 'kept' } } });
  const after = { ...before, collections: [{ ...collection('one'), attributes: ['a', 'c'].map(attribute) }] };
  writeFileSync(join(folder, 'appwrite.json'), JSON.stringify(after));
  const attributes = async () =>
    (await request('GET', path)).json.attributes.map(({ key }: { key: string }) => key);
  return { env, folder, attributes };
}

it.skipIf(!hasTmux).each([
  ['n', 2, ['a', 'b', 'c']],
  ['y', 0, ['a', 'c']],
])(
  `asks on a terminal about each loss, and takes %s for an answer${needsTmux}`,
  async (answer, code, left) => {
    const { env, folder, attributes } = await lossAtHand({});
    const terminal = await openTerminal(['push', '--prune'], { env, cwd: folder });
    await terminal.shows('delete attribute main/one/b');
    await terminal.shows('1 document holds a value');
    await terminal.type(answer);
    if (answer === 'y') {
      await terminal.shows('Apply this action');
      await terminal.type('y');
    }
    expect(await terminal.ended()).toBe(code);
    expect(await attributes()).toEqual(left);
  },
);

it.skipIf(!hasTmux)(
  `wants the ID of a protected project typed on a terminal (story 46)${needsTmux}`,
  async () => {
    const own = { environments: { prod: { projectId: 'sandbox', protected: true } } };
    const { env, folder, attributes } = await lossAtHand(own);
    const line = ['push', '--prune', '--allow-data-loss', 'main/one/b'];
    const terminal = await openTerminal(line, { env, cwd: folder });
    await terminal.shows('Type the ID of the project');
    await terminal.type('sandbox\r');
    expect(await terminal.ended()).toBe(0);
    expect(await attributes()).toEqual(['a', 'c']);
  },
);
