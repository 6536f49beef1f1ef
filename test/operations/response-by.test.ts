import { describe, expect, it } from 'vitest';
import { keepConsoleLogin } from '../kit/console-login.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';

/** Runs a line of the console against a server that gives one answer. */
function run(answer: unknown, ...argv: readonly string[]) {
  const env = keepConsoleLogin(temporaryFolder(), 'http://127.0.0.1:9/v1', 'shop');
  const transport = memoryTransport(() => jsonResponse(answer));
  return runLine([...argv, '--api-version', '1.8'], { env, transport });
}

const repository = { id: '7', name: 'shop', organization: 'acme', private: true, pushedAt: '2026-11-28' };
const runtimes = { total: 1, runtimeProviderRepositories: [{ ...repository, runtime: 'node-22' }] };
const frameworks = { total: 1, frameworkProviderRepositories: [{ ...repository, framework: 'astro' }] };
const list = ['vcs', 'list-repositories', 'i', '--type'];

describe('an answer whose model a parameter decides', () => {
  it.each([
    ['runtime', runtimes, /RUNTIME\n7 .*node-22/],
    ['framework', frameworks, /FRAMEWORK\n7 .*astro/],
  ])('is a table of the model for --type %s', async (type, answer, table) => {
    const { code, stdout } = await run(answer, ...list, type);
    expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(table) });
  });

  it('is refused in the form of the other model', async () => {
    const { code, stderr } = await run(frameworks, ...list, 'runtime');
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringContaining('it has no list "runtimeProviderRepositories"'),
    });
  });

  it.each([
    ['runtime', { runtime: 'node-22', entrypoint: 'index.js', commands: 'npm ci', variables: [] }, 'node-22'],
    ['framework', { framework: 'astro', installCommand: 'npm ci', variables: [] }, 'astro'],
  ])('is an object of the model for --type %s', async (type, answer, text) => {
    const detect = [
      'vcs',
      'create-repository-detection',
      'i',
      '--provider-repository-id',
      '7',
      '--type',
      type,
    ];
    expect(await run(answer, ...detect)).toMatchObject({ code: 0, stdout: expect.stringContaining(text) });
  });
});
