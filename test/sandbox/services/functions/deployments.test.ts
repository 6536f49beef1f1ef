import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type Answer, type TestSandbox, testSandbox } from '../../client.ts';

let at: TestSandbox;
let code: Buffer;
beforeAll(async () => {
  at = await testSandbox();
  await at.request('POST', '/functions', {
    body: { functionId: 'fn', name: 'Fn', runtime: 'node-18.0', entrypoint: 'main.js', execute: ['users'] },
  });
  const files = ['main.js', 'package.json'].map((name) => ({ header: { name, size: 4 }, body: 'code' }));
  code = gzipSync(await packTar(files));
});
afterAll(() => at.sandbox.close());

const deployments = '/functions/fn/deployments';
const execute = (options = {}) => at.request('POST', '/functions/fn/executions', { body: {}, ...options });

interface Options {
  readonly name?: string;
  /** A string is sent unchanged. */
  readonly activate?: boolean | string;
  readonly headers?: Record<string, string>;
}

function deploy(
  bytes: Uint8Array,
  { name = 'code.tar.gz', activate = false, headers = {} }: Options = {},
  on: TestSandbox = at,
): Promise<Answer> {
  const body = new FormData();
  body.append('code', new Blob([bytes]), name);
  body.append('activate', typeof activate === 'string' ? activate : activate ? '1' : '0');
  return on.request('POST', deployments, { body, headers });
}

/** Waits for the build of a deployment, and returns the deployment. */
const built = (id: string, on: TestSandbox = at) =>
  vi.waitFor(async () => {
    const { json } = await on.request('GET', `${deployments}/${id}`);
    expect(['ready', 'failed']).toContain(json.status);
    return json;
  });

it('stores and checks code, and says that no build ran', async () => {
  expect(await execute()).toMatchObject({ status: 404, json: { type: 'deployment_not_found' } });
  const { status, json } = await deploy(code);
  expect({ status, json }).toMatchObject({
    status: 202,
    json: {
      resourceId: 'fn',
      type: 'manual',
      size: code.length,
      status: '',
      buildId: '',
      entrypoint: 'main.js',
    },
  });
  const ready = await built(json.$id);
  expect(ready).toMatchObject({ status: 'ready', activate: false });
  expect(ready.buildLogs).toMatch(/2 files.*builds nothing and runs nothing/);

  const download = await at.request('GET', `${deployments}/${json.$id}/download`);
  expect(download.headers.get('content-type')).toBe('application/gzip');
  expect(download.headers.get('content-disposition')).toBe(`attachment; filename="${json.$id}.tar.gz"`);
});

it.each([
  ['0', false],
  ['1', true],
  ['true', true],
  ['false', true],
])('reads activate=%s in the form as %s, as PHP does', async (activate, expected) => {
  const { json } = await deploy(code, { activate });
  expect(await built(json.$id)).toMatchObject({ activate: expected });
});

it('returns the uploaded code as a download', async () => {
  const { json } = await deploy(code);
  const { bytes } = await at.request('GET', `${deployments}/${json.$id}/download`);
  expect(bytes.equals(code)).toBe(true);
});

it.each([
  ['no gzip', () => Buffer.from('hello')],
  ['no tar', () => gzipSync('x'.repeat(2000))],
  ['cut off', () => code.subarray(0, -10)],
  ['empty', () => gzipSync(Buffer.alloc(1024))],
])('fails the build of an archive that is %s', async (_, archive) => {
  const { json } = await deploy(archive(), { activate: true });
  const failed = await built(json.$id);
  expect(failed.status).toBe('failed');
  expect(failed.buildLogs).toContain("can't be used");
  const live = await at.request('PATCH', `${deployments}/${json.$id}`);
  expect(live).toMatchObject({ status: 400, json: { type: 'build_not_ready' } });
  expect((await at.request('GET', '/functions/fn')).json.deployment).not.toBe(json.$id);
});

it('activates a deployment at once, or on request', async () => {
  const first = (await deploy(code, { activate: true })).json.$id;
  await built(first);
  expect((await at.request('GET', '/functions/fn')).json.deployment).toBe(first);
  const second = (await deploy(code, { activate: true })).json.$id;
  await built(second);
  expect((await at.request('GET', '/functions/fn')).json.deployment).toBe(second);
  expect((await at.request('GET', `${deployments}/${first}`)).json.activate).toBe(false);

  const back = await at.request('PATCH', `${deployments}/${first}`);
  expect(back).toMatchObject({ status: 200, json: { deployment: first } });
  expect((await at.request('DELETE', `${deployments}/${first}`)).status).toBe(204);
  expect((await at.request('GET', '/functions/fn')).json.deployment).toBe('');
});

it('story 27: without --functions, refuses an execution as a real server would, and otherwise with 501', async () => {
  await built((await deploy(code, { activate: true })).json.$id);
  expect(await execute({ guest: true })).toMatchObject({ status: 401, json: { type: 'user_unauthorized' } });
  const refused = await execute();
  expect(refused).toMatchObject({ status: 501, json: { type: 'general_not_implemented' } });
  expect(refused.json.message).toContain('runs no code');
  expect((await at.request('GET', '/functions/fn/executions')).json).toEqual({ total: 0, executions: [] });
  expect((await at.request('GET', '/functions/fn/executions/x')).json.type).toBe('execution_not_found');
});

it('builds again as a new deployment, which outlives the old one', async () => {
  const old = await built((await deploy(code)).json.$id);
  expect((await at.request('POST', `${deployments}/${old.$id}/builds/nope`)).json.type).toBe(
    'build_not_found',
  );
  expect((await at.request('POST', `${deployments}/${old.$id}/builds/${old.buildId}`)).status).toBe(204);
  const newest = { method: 'orderDesc', attribute: '' };
  const again = (await at.list(deployments, newest)).json.deployments[0];
  expect(again.$id).not.toBe(old.$id);
  await at.request('DELETE', `${deployments}/${old.$id}`);
  expect((await built(again.$id)).status).toBe('ready');
  expect((await at.request('GET', `${deployments}/${again.$id}/download`)).status).toBe(200);
});

it('accepts code in chunks', async () => {
  const half = Math.ceil(code.length / 2);
  const range = (start: number, end: number) => `bytes ${start}-${end - 1}/${code.length}`;
  const first = await deploy(code.subarray(0, half), { headers: { 'content-range': range(0, half) } });
  expect(first.json).toMatchObject({ status: '', buildId: '', size: code.length });
  const id: string = first.json.$id;
  expect((await at.request('GET', `${deployments}/${id}`)).json.status).toBe('waiting');
  expect((await at.request('GET', `${deployments}/${id}/download`)).json.type).toBe('deployment_not_found');
  expect((await at.request('PATCH', `${deployments}/${id}`)).json.type).toBe('build_not_found');
  const headers = { 'content-range': range(half, code.length), 'x-appwrite-id': id };
  expect((await deploy(code.subarray(half), { headers })).json).toMatchObject({
    $id: id,
    status: '',
  });
  expect((await built(id)).status).toBe('ready');
});

it.each([
  ['another extension', { name: 'code.zip' }, 400, 'storage_file_type_unsupported'],
  ['too much', { headers: { 'content-range': 'bytes 0-9/30000001' } }, 400, 'storage_invalid_file_size'],
  ['a bad range', { headers: { 'content-range': 'bytes 0-9/5' } }, 400, 'storage_invalid_content_range'],
])('refuses %s', async (_, options, status, type) => {
  expect(await deploy(code, options)).toMatchObject({ status, json: { type } });
});

it('requires an entrypoint', async () => {
  await at.request('POST', '/functions', {
    body: { functionId: 'bare', name: 'Bare', runtime: 'node-18.0' },
  });
  const body = new FormData();
  body.append('code', new Blob([code]), 'code.tar.gz');
  body.append('activate', 'true');
  const answer = await at.request('POST', '/functions/bare/deployments', { body });
  expect(answer).toMatchObject({ status: 404, json: { type: 'function_entrypoint_missing' } });
});

it('resumes an unfinished build', async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'deployments-'));
  const before = await testSandbox({ dataDir });
  await before.request('POST', '/functions', {
    body: { functionId: 'fn', name: 'Fn', runtime: 'node-18.0', entrypoint: 'main.js' },
  });
  const { json } = await deploy(code, {}, before);
  await before.sandbox.close();
  const after = await testSandbox({ dataDir });
  expect((await built(json.$id, after)).status).toBe('ready');
  await after.sandbox.close();
  rmSync(dataDir, { recursive: true });
});
