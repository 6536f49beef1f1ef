import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, vi } from 'vitest';
import { isRunning } from '../../../src/lib/process/identity.ts';
import { program } from '../../kit/program.ts';
import { pack } from '../../sandbox/services/functions/deploy.ts';

interface Started {
  readonly child: ChildProcess;
  /** Sends a request with the sandbox's key, and returns the JSON of the answer. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came back
  request(method: string, path: string, body?: object): Promise<any>;
}

async function start(dataDir: string): Promise<Started> {
  const [command, ...first] = program;
  const argv = [...first, 'sandbox', 'start', '--functions', '--data', dataDir, '--json'];
  const env = { PATH: process.env.PATH, HOME: dataDir, NODE_DISABLE_COMPILE_CACHE: '1' };
  const child = spawn(command, argv, { env, stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = await once(createInterface(child.stdout), 'line');
  const { endpoint, project, apiKey } = JSON.parse(line);
  const headers = { 'x-appwrite-project': project, 'x-appwrite-key': apiKey };
  const request: Started['request'] = async (method, path, body) => {
    const isForm = body instanceof FormData;
    const response = await fetch(`${endpoint}${path}`, {
      method,
      headers: isForm || body === undefined ? headers : { ...headers, 'content-type': 'application/json' },
      body: isForm ? body : body === undefined ? null : JSON.stringify(body),
    });
    return response.json();
  };
  return { child, request };
}

/** Tells its process and then never lets go of it. */
const loop = `module.exports = ({ req, res }) => {
  if (req.path === '/') return res.send(String(process.pid));
  for (;;);
};`;

it('story 41: leaves no process behind if it is killed, and has everything after a restart', async () => {
  const dataDir = realpathSync(mkdtempSync(join(tmpdir(), 'appwrite-cli-test-')));
  try {
    const { child, request } = await start(dataDir);
    await request('POST', '/functions', {
      ...{ functionId: 'fn', name: 'Fn', runtime: 'node-18.0', entrypoint: 'main.js', timeout: 900 },
    });
    const form = new FormData();
    form.append('code', new Blob([await pack({ 'main.js': loop })]), 'code.tar.gz');
    form.append('activate', '1');
    const { $id } = await request('POST', '/functions/fn/deployments', form);
    const waitFor = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 20 });
    await waitFor(async () =>
      expect((await request('GET', `/functions/fn/deployments/${$id}`)).status).toBe('ready'),
    );
    const pid = Number((await request('POST', '/functions/fn/executions', {})).responseBody);
    const open = await request('POST', '/functions/fn/executions', { async: true, path: '/loop' });
    const execution = `/functions/fn/executions/${open.$id}`;
    await waitFor(async () => expect((await request('GET', execution)).status).toBe('processing'));
    expect(isRunning({ pid })).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await waitFor(async () => expect(isRunning({ pid })).toBe(false));

    const again = await start(dataDir);
    expect(await again.request('GET', execution)).toMatchObject({
      status: 'failed',
      responseStatusCode: 500,
    });
    expect(await again.request('GET', `/functions/fn/deployments/${$id}`)).toMatchObject({ status: 'ready' });
    expect((await again.request('POST', '/functions/fn/executions', {})).status).toBe('completed');
    again.child.kill('SIGTERM');
    await once(again.child, 'exit');
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
