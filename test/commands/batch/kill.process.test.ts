import { expect, it } from 'vitest';
import { startSandbox } from '../../../src/sandbox/server.ts';
import { killedAt } from '../../kit/killer.ts';
import { runProgram, temporaryFolder } from '../../kit/program.ts';

it('goes on after kill -9, and does not repeat what may have been done', async () => {
  const server = await startSandbox({ latencyMs: 50 });
  const home = temporaryFolder();
  const lines = ['ann', 'bob', 'eve'].map((id) => `users create --user-id ${id}\n`).join('');
  const run = (env: Record<string, string> = {}) =>
    runProgram(['batch'], {
      stdin: lines,
      env: {
        HOME: home,
        APPWRITE_ENDPOINT: server.endpoint,
        APPWRITE_PROJECT_ID: server.project,
        APPWRITE_API_KEY: server.apiKey,
        ...env,
      },
    });
  try {
    const killed = await run(killedAt(home, 2));
    expect(killed.stderr).toContain('killed by SIGKILL');
    const next = await run();
    const results = next.stdout.split('\n').filter(Boolean);
    expect(results[0]).toBe('{"line":1,"exitCode":0,"earlier":true}');
    expect(results[1]).toContain('it may have been carried out');
    expect([next.code, results.length]).toEqual([8, 2]);
    const last = await run();
    expect(last.code).toBe(8);
  } finally {
    await server.close();
  }
});
