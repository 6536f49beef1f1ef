import { expect, it } from 'vitest';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { runLine } from '../../kit/in-process.ts';
import { sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { jsonResponse, memoryTransport } from '../../kit/transport.ts';

const env = {
  APPWRITE_ENDPOINT: 'http://127.0.0.1:9/v1',
  APPWRITE_PROJECT_ID: 'shop',
  APPWRITE_API_KEY: 'canary',
};

it('brings a running sandbox back to its start, if the line says yes', async () => {
  const sandbox = await createSandbox();
  const options = { env: sandboxEnv(sandbox), transport: sandboxTransport(sandbox) };
  const databases = async () =>
    JSON.parse((await runLine(['databases', 'list', '--json'], options)).stdout).total;
  await runLine(['databases', 'create', '--name', 'A'], options);
  expect(await runLine(['sandbox', 'reset'], options)).toMatchObject({ code: 2 });
  expect(await databases()).toBe(1);
  expect(await runLine(['sandbox', 'reset', '--yes'], options)).toEqual({
    code: 0,
    stdout: '',
    stderr: 'The sandbox is as it was at its start.\n',
  });
  expect(await databases()).toBe(0);
  await sandbox.close();
});

it.each([
  [
    'a server that is no sandbox',
    jsonResponse({ message: '', code: 404, type: 'general_route_not_found' }, 404),
    2,
  ],
  ['an answer of something else', jsonResponse({ ok: true }), 1],
])('says no success for %s', async (_, answer, expected) => {
  const { code, stderr } = await runLine(['sandbox', 'reset', '--yes'], {
    env,
    transport: memoryTransport(() => answer),
  });
  expect(code).toBe(expected);
  expect(stderr).not.toContain('as it was at its start');
});
