import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar, type TarHeader } from 'modern-tar';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { FunctionOptions } from '../../../../src/sandbox/core/function-host.ts';
import { createSandbox } from '../../../../src/sandbox/sandbox.ts';
import { type TestSandbox, testSandbox, testServer } from '../../client.ts';
import { newOwner } from '../console/kit.ts';
import { built, createFunction, deploy, deployArchive, pack, runningSandbox } from './deploy.ts';

let at: TestSandbox;
beforeAll(async () => {
  at = await runningSandbox();
});
afterAll(() => at.sandbox.close());

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'builds-')));
  folders.push(folder);
  return folder;
}

const sends = (value: string) => `module.exports = async ({ res }) => res.send(${value});`;
const execute = async (id: string, on = at, options = {}) =>
  (await on.request('POST', `/functions/${id}/executions`, { body: {}, ...options })).json;

it('builds with the commands in the environment of the function, and keeps their output', async () => {
  const commands = 'echo "building $APPWRITE_FUNCTION_NAME" && echo "module.exports = 7;" > made.js';
  const files = { 'src/main.js': sends("String(require('../made.js'))") };
  const deployment = await deploy(at, 'made', files, { commands, entrypoint: 'src/main.js' });
  expect(deployment.status).toBe('ready');
  expect(deployment.buildTime).toBeGreaterThan(0);
  expect(deployment.buildLogs).toContain('building made\n');
  expect((await execute('made')).responseBody).toBe('7');
});

it('shows the output of a build while it runs', async () => {
  const folder = temporaryFolder();
  const commands = `echo begun; until [ -e ${folder}/go ]; do sleep 0.02; done; echo done`;
  await createFunction(at, 'slow', { commands });
  const body = new FormData();
  body.append('code', new Blob([await pack({ 'main.js': '' })]), 'code.tar.gz');
  body.append('activate', '1');
  const { $id } = (await at.request('POST', '/functions/slow/deployments', { body })).json;
  const path = `/functions/slow/deployments/${$id}`;
  await vi.waitFor(async () => {
    const { json } = await at.request('GET', path);
    expect(json.status).toBe('building');
    expect(json.buildLogs).toContain('begun\n');
  }, 10_000);
  const listed = (await at.request('GET', '/functions/slow/deployments')).json.deployments[0];
  expect(listed.buildLogs).toContain('begun\n');
  expect((await at.request('PATCH', path)).json.type).toBe('build_not_ready');
  expect((await execute('slow')).type).toBe('deployment_not_found');
  writeFileSync(join(folder, 'go'), '');
  expect((await built(at, 'slow', $id)).buildLogs).toContain('begun\ndone\n');
});

it('story 39: keeps the old deployment live when a build fails', async () => {
  await deploy(at, 'fn', { 'main.js': sends("'old'") }, { commands: 'test ! -e broken' });
  const failed = await deployArchive(at, 'fn', await pack({ 'main.js': sends("'new'"), broken: '' }));
  expect(failed).toMatchObject({ status: 'failed' });
  expect(failed.buildLogs).toContain('exit code 1');
  expect((await execute('fn')).responseBody).toBe('old');
  const next = await deployArchive(at, 'fn', await pack({ 'main.js': sends("'newer'") }));
  expect(next.status).toBe('ready');
  expect((await execute('fn')).responseBody).toBe('newer');
});

const entry = (header: Partial<TarHeader> & { name: string }, body = '') => ({
  header: { size: Buffer.byteLength(body), ...header },
  body,
});

it.each([
  ['a path out of the folder', [entry({ name: '../escaped.js' }, 'x')]],
  ['an absolute path', [entry({ name: '/tmp/escaped.js' }, 'x')]],
  [
    'a link out of the folder',
    [entry({ name: 'main.js', type: 'symlink', linkname: '../../../etc/passwd' })],
  ],
  [
    'a file below a link',
    [entry({ name: 'a', type: 'symlink', linkname: '.' }), entry({ name: 'a/escaped.js' }, 'x')],
  ],
  ['a device', [entry({ name: 'main.js', type: 'character-device' })]],
])('story 40: fails the build of an archive with %s, and writes nothing', async (_, entries) => {
  const dataDir = temporaryFolder();
  const on = await runningSandbox({}, { dataDir });
  await createFunction(on, 'fn');
  const deployment = await deployArchive(on, 'fn', gzipSync(await packTar(entries)));
  expect(deployment).toMatchObject({ status: 'failed' });
  expect(deployment.buildLogs).toContain("can't be unpacked");
  await on.sandbox.close();
  const names = readdirSync(dataDir, { recursive: true, encoding: 'utf8' });
  expect(names.filter((name) => /escaped|main\.js/.test(name))).toEqual([]);
  expect(existsSync('/tmp/escaped.js')).toBe(false);
});

it('fails the build for a runtime without an interpreter, and names what to install', async () => {
  const poor = await runningSandbox({ env: { PATH: '/nowhere' } });
  const deployment = await deploy(
    poor,
    'fn',
    { 'main.py': '' },
    { runtime: 'python-3.9', entrypoint: 'main.py' },
  );
  expect(deployment).toMatchObject({ status: 'failed' });
  expect(deployment.buildLogs).toMatch(/no interpreter for python-3\.9.*install/i);
  await poor.sandbox.close();
});

it('gives the code its variables and no secret of this process', async () => {
  const PATH = process.env.PATH;
  const env = { PATH, HOME: '/home/ada', APPWRITE_API_KEY: 'profile-secret', AWS_SECRET: 'other-secret' };
  const set: FunctionOptions['set'] = { API_KEY: 'key', ENDPOINT: 'endpoint', PROJECT: 'project' };
  const on = await testServer({ functions: { env, set } });
  const send = (await newOwner(on)).onProject();
  for (const key of ['SHARED', 'BOTH'])
    await send('POST', '/project/variables', { key, value: 'of the project' });
  await createFunction(on, 'fn');
  for (const [key, value] of [
    ['BOTH', 'of the function'],
    ['API_KEY', 'of a real server'],
  ])
    await on.request('POST', '/functions/fn/variables', { body: { key, value } });
  const { $id } = await deployArchive(
    on,
    'fn',
    await pack({ 'main.js': sends('JSON.stringify(process.env)') }),
  );
  const seen = JSON.parse((await execute('fn', on)).responseBody);
  const { API_KEY, OPEN_RUNTIMES_SECRET, ...others } = seen;
  expect(others).toEqual({
    PATH,
    HOME: '/home/ada',
    SHARED: 'of the project',
    BOTH: 'of the function',
    ENDPOINT: on.sandbox.endpoint,
    PROJECT: 'sandbox',
    APPWRITE_FUNCTION_ID: 'fn',
    APPWRITE_FUNCTION_NAME: 'fn',
    APPWRITE_FUNCTION_DEPLOYMENT: $id,
    APPWRITE_FUNCTION_PROJECT_ID: 'sandbox',
    APPWRITE_FUNCTION_RUNTIME_NAME: 'Node.js',
    APPWRITE_FUNCTION_RUNTIME_VERSION: '18.0',
    OPEN_RUNTIMES_ENTRYPOINT: 'main.js',
    OPEN_RUNTIMES_HOSTNAME: 'fn',
  });
  expect(API_KEY).not.toBe(on.sandbox.apiKey);
  const asFunction = await on.request('GET', '/users', {
    guest: true,
    headers: { 'x-appwrite-key': API_KEY },
  });
  expect(asFunction.status).toBe(200);
  await on.sandbox.close();
});

it('refuses to give an endpoint that nothing listens on', async () => {
  const functions = { env: {}, set: { ENDPOINT: 'endpoint' } } as const;
  await expect(createSandbox({ functions })).rejects.toThrow("ENDPOINT can't be set to the endpoint");
});

it('refuses to run code while other machines can connect', async () => {
  const opened = testServer({ host: '0.0.0.0', functions: { env: {} } });
  await expect(opened).rejects.toThrow('on loopback only');
});

it('story 41: has deployments and executions after a restart, and settles those that it did not end', async () => {
  const dataDir = temporaryFolder();
  const code = `module.exports = ({ req, res }) => (req.path === '/never' ? new Promise(() => {}) : res.send('hi'));`;
  const before = await runningSandbox({}, { dataDir });
  await deploy(before, 'fn', { 'main.js': code }, { timeout: 900 });
  const done = await execute('fn', before);
  const open = await execute('fn', before, { body: { async: true, path: '/never' } });
  const status = async (on: TestSandbox, id: string) =>
    (await on.request('GET', `/functions/fn/executions/${id}`)).json.status;
  await vi.waitFor(async () => expect(await status(before, open.$id)).toBe('processing'), 10_000);
  await before.sandbox.close();

  const after = await runningSandbox({}, { dataDir });
  expect(await status(after, done.$id)).toBe('completed');
  expect(await status(after, open.$id)).toBe('failed');
  expect((await execute('fn', after)).responseBody).toBe('hi');
  await after.request('DELETE', '/functions/fn');
  await after.sandbox.close();
  expect(readdirSync(join(dataDir, 'blobs', 'functions'))).toEqual(['package.json']);
});

it('story 28: builds what a sandbox without --functions has only stored, and refuses to run it before', async () => {
  const dataDir = temporaryFolder();
  const go = join(temporaryFolder(), 'go');
  const commands = `until [ -e ${go} ]; do sleep 0.02; done`;
  const plain = await testSandbox({ dataDir });
  const { $id } = await deploy(plain, 'fn', { 'main.js': sends("'hi'") }, { commands });
  await plain.sandbox.close();
  const running = await runningSandbox({}, { dataDir });
  const early = await running.request('POST', '/functions/fn/executions', { body: {} });
  expect(early).toMatchObject({ status: 400, json: { type: 'build_not_ready' } });
  writeFileSync(go, '');
  await built(running, 'fn', $id);
  expect((await execute('fn', running)).responseBody).toBe('hi');
  await running.sandbox.close();
});

it('leaves the code of others when an incomplete deployment is deleted, or a whole project', async () => {
  const on = await runningSandbox();
  await deploy(on, 'fn', { 'main.js': sends("'hi'") });
  const owner = await newOwner(on);
  await owner.request('POST', '/projects', { projectId: 'other', name: 'Other', teamId: 'acme' });
  await owner.onProject('other')('POST', '/functions', {
    functionId: 'fn',
    name: 'Fn',
    runtime: 'node-18.0',
  });
  const body = new FormData();
  body.append('code', new Blob(['part']), 'code.tar.gz');
  body.append('activate', '1');
  const headers = { 'content-range': 'bytes 0-3/100' };
  const begun = await on.request('POST', '/functions/fn/deployments', { body, headers });
  expect((await on.request('DELETE', `/functions/fn/deployments/${begun.json.$id}`)).status).toBe(204);
  expect((await owner.request('DELETE', '/projects/other')).status).toBe(204);
  expect((await execute('fn', on)).responseBody).toBe('hi');
  await on.sandbox.close();
});

it('ends the processes of functions with the sandbox', async () => {
  const ending = await runningSandbox();
  await deploy(ending, 'fn', { 'main.js': sends('String(process.pid)') });
  const pid = Number((await execute('fn', ending)).responseBody);
  expect(process.kill(pid, 0)).toBe(true);
  await ending.sandbox.close();
  expect(() => process.kill(pid, 0)).toThrow('ESRCH');
});
