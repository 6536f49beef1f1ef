import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { type LineOptions, type RunResult, runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import { sandboxEnv, sandboxTransport } from '../kit/sandbox-transport.ts';
import { testSandbox } from './client.ts';

/** A sandbox, and a function that runs a line against it in this process. */
async function openSandbox(options: SandboxOptions = {}) {
  const at = await testSandbox(options);
  onTestFinished(() => at.sandbox.close());
  const transport = sandboxTransport(at.sandbox);
  const folder = temporaryFolder();
  const run = (argv: readonly string[], own: LineOptions = {}): Promise<RunResult> =>
    runLine(argv, { env: sandboxEnv(at.sandbox), cwd: folder, home: folder, transport, ...own });
  return { at, folder, run };
}

describe('sandboxTransport', () => {
  it('answers a line without a socket', async () => {
    const { run } = await openSandbox({ seed: true });
    const { code, stdout, stderr } = await run(['databases', 'list', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ total: 1, databases: [{ $id: 'shop' }] });
  });

  it('carries uploads in chunks, and streams the file back', async () => {
    const { at, folder, run } = await openSandbox();
    await at.request('POST', '/storage/buckets', { body: { bucketId: 'b', name: 'B' } });
    const bytes = randomBytes(6 * 1024 * 1024);
    writeFileSync(join(folder, 'up.bin'), bytes);
    expect(await run(['storage', 'create-file', 'b', '--file', 'up.bin', '--file-id', 'f'])).toMatchObject({
      code: 0,
    });
    expect(await run(['storage', 'get-file-download', 'b', 'f', '-o', 'down.bin'])).toMatchObject({
      code: 0,
    });
    expect(readFileSync(join(folder, 'down.bin')).equals(bytes)).toBe(true);
  });

  it('reports a fault as a broken connection', async () => {
    const { run } = await openSandbox({ failRate: 1, random: () => 0.99 });
    const { code, stderr } = await run(['databases', 'list', '--retries', '0']);
    expect(code).toBe(6);
    expect(stderr).toContain('127.0.0.1');
  });

  it('stops waiting at an interruption', async () => {
    const { at, run } = await openSandbox({ latencyMs: 100 });
    const interrupt = new AbortController();
    const line = run(['databases', 'create', '--database-id', 'a', '--name', 'A'], {
      signal: interrupt.signal,
    });
    setTimeout(() => interrupt.abort(new Error('SIGINT')), 20);
    expect((await line).code).toBe(130);
    await expect.poll(async () => (await at.request('GET', '/databases/a')).status).toBe(200);
  });
});
