import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProgram } from '../../kit/program.ts';
import { projectFolder } from '../../project/file/project.ts';
import { testServer } from '../../sandbox/client.ts';

/** Kills the process while request number KILL_AT is on its way. */
const killer = `
const http = require('node:http');
const { end } = http.ClientRequest.prototype;
let requests = 0;
http.ClientRequest.prototype.end = function (...args) {
  const result = end.apply(this, args);
  if (++requests === Number(process.env.KILL_AT)) setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1);
  return result;
};
`;

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

it('goes on after each kill -9 until the project is as the file says (story 38)', async () => {
  const { sandbox, request } = await testServer();
  const folder = projectFolder({ 'killer.cjs': killer, 'appwrite.json': file });
  const env = {
    APPWRITE_ENDPOINT: sandbox.endpoint,
    APPWRITE_PROJECT_ID: sandbox.project,
    APPWRITE_API_KEY: sandbox.apiKey,
  };
  const push = (killAt: number) =>
    runProgram(['push', '--yes', '--json'], {
      cwd: folder,
      env: { ...env, NODE_OPTIONS: `--require=${join(folder, 'killer.cjs')}`, KILL_AT: String(killAt) },
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
