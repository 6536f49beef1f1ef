import { expect, it } from 'vitest';
import { requireDebugger } from '../../../src/functions/runtime/debugger.ts';
import { parseRuntime } from '../../../src/functions/runtime/environment.ts';

/** @param path of an interpreter; `true` has every package, `false` has none */
const attempt = (id: string, path: 'true' | 'false') =>
  requireDebugger({
    runtime: parseRuntime(id)!,
    interpreter: { path: `/usr/bin/${path}`, version: '1.0.0' },
    code: { folder: '/nowhere', entrypoint: 'main' },
    env: {},
  });

it.each<[string, 'true' | 'false']>([
  ['node-18.0', 'false'],
  ['python-3.11', 'true'],
  ['deno-2.0', 'false'],
])('lets a debugger attach to %s', async (id, path) => {
  await expect(attempt(id, path)).resolves.toBeUndefined();
});

it.each<[string, object]>([
  [
    'python-3.11',
    { message: expect.stringContaining('has no debugpy'), hint: '/usr/bin/false -m pip install debugpy' },
  ],
  ['php-8.2', { message: expect.stringContaining('no debugger can attach to php-8.2') }],
])('refuses a debugger for %s', async (id, expected) => {
  await expect(attempt(id, 'false')).rejects.toMatchObject({ exitCode: 2, ...expected });
});
