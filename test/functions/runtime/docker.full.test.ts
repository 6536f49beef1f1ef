import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import { wordsOfFunction } from '../../../src/functions/pack/contents.ts';
import { buildCode } from '../../../src/functions/runtime/build.ts';
import { findDocker } from '../../../src/functions/runtime/docker.ts';
import { functionEnvironment, parseRuntime } from '../../../src/functions/runtime/environment.ts';
import { startFunction } from '../../../src/functions/runtime/start.ts';
import { FunctionEnded, type LogLine } from '../../../src/functions/runtime/types.ts';
import { isRunning } from '../../../src/lib/process/identity.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { request } from './kit.ts';

const runtime = parseRuntime('node-18.0')!;
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A machine on which docker is the fake one, and a function. */
function machine(variables: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder();
  const state = join(folder, 'state');
  const source = join(folder, 'source');
  for (const made of ['bin', 'state', 'source']) mkdirSync(join(folder, made));
  symlinkSync(here('fake-docker.sh'), join(folder, 'bin', 'docker'));
  writeFileSync(
    join(source, 'main.js'),
    `module.exports = ({ res, log, error }) => { log('one'); log('two + 2'); error('three'); return res.send(process.env.GREETING ?? ''); }`,
  );
  const env = {
    PATH: `${join(folder, 'bin')}:/usr/bin:/bin`,
    APPWRITE_API_KEY: 'of-the-user',
    DOCKER_FAKE_STATE: state,
    DOCKER_FAKE_NODE: process.execPath,
    DOCKER_FAKE_RUNNER: here('../../../src/functions/runners/node.cjs'),
  };
  const facts = {
    ...{ projectId: 'shop', functionId: 'hello', name: 'Hello', deploymentId: 'd1' },
    ...{ runtime, entrypoint: 'main.js' },
  };
  return {
    source,
    builds: join(folder, 'builds'),
    env,
    ofFunction: functionEnvironment(facts, { project: {}, function: variables }, {}),
    set: (name: string) => writeFileSync(join(state, name), ''),

    /** IDs of the process that started docker, and of the container. */
    pids: () => readFileSync(join(state, 'pids'), 'utf8').trim().split(' ').map(Number) as [number, number],
    calls: () =>
      readdirSync(state)
        .filter((name) => name.endsWith('.args'))
        .map((name) => ({
          args: readFileSync(join(state, name), 'utf8').split('\0').slice(0, -1),
          env: readFileSync(join(state, name.replace(/args$/, 'env')), 'utf8').split('\n'),
        })),
  };
}

type Machine = ReturnType<typeof machine>;

const find = ({ env }: Machine, id = 'node-18.0') =>
  findDocker(parseRuntime(id)!, { env, platform: process.platform });

const findWith = (state: string) => (at: Machine) => {
  at.set(state);
  return find(at);
};

async function build(at: Machine, commands = '') {
  const { source, builds, ofFunction: env } = at;
  return buildCode({
    ...{ source, builds, commands, env, runtime, entrypoint: 'main.js', platform: process.platform },
    interpreter: await find(at),
    words: wordsOfFunction('greet'),
  });
}

it('builds and runs a function in the image of its runtime, without a value on the command line', async () => {
  const at = machine({ GREETING: 'good morning' });
  const { code, isReady, log } = await build(at, 'npm install');
  expect({ isReady, log }).toEqual({ isReady: true, log: 'building with npm install\n' });
  const lines: LogLine[] = [];
  const interpreter = await find(at);
  const running = await startFunction({
    ...{ runtime, code, interpreter, env: at.ofFunction, onLine: (line) => lines.push(line) },
  });
  const answer = await running.call(request(), 15);
  expect(answer).toMatchObject({ status: 200, logs: 'one\ntwo + 2', errors: 'three' });
  expect(answer.body.toString()).toBe('good morning');
  // The lines come over another pipe than the answer.
  await expect
    .poll(() => lines.filter(({ stream }) => stream !== 'output'))
    .toEqual([
      { stream: 'log', text: 'one' },
      { stream: 'log', text: 'two + 2' },
      { stream: 'error', text: 'three' },
    ]);
  await running.stop();
  expect(isRunning({ pid: at.pids()[1] })).toBe(false);

  const runs = at.calls().filter(({ args: [verb] }) => verb === 'run');
  expect(runs).toHaveLength(2);
  for (const { args, env } of runs) {
    expect(args).toEqual(
      expect.arrayContaining(['--rm', '--interactive', 'openruntimes/node:v3-18.0', 'GREETING']),
    );
    expect(env).toContain('GREETING=good morning');
    expect(args.join(' ')).not.toContain('good morning');
    expect(env.join()).not.toContain('of-the-user');
  }
  const [, start] = runs;
  expect(start!.args[start!.args.indexOf('--publish') + 1]).toBe('127.0.0.1::3000');
  const secret = start!.env.find((line) => line.startsWith('OPEN_RUNTIMES_SECRET='))!.split('=')[1]!;
  expect(start!.args.join(' ')).not.toContain(secret);
  expect(start!.args.at(-1)).toBe('node src/server.js');
});

it('gets the image once, and builds in it again only if something that the build depends on changes', async () => {
  const at = machine();
  await build(at);
  expect((await build(at)).isFromCache).toBe(true);
  writeFileSync(join(at.source, 'main.js'), 'module.exports = () => {}');
  expect((await build(at)).isFromCache).toBe(true);
  writeFileSync(join(at.source, 'package.json'), '{}');
  expect((await build(at)).isFromCache).toBe(false);
  expect(at.calls().filter(({ args: [verb] }) => verb === 'pull')).toHaveLength(1);
});

it('ends the container with the process that started it, even if that is killed', async () => {
  const at = machine();
  const { code } = await build(at);
  const interpreter = await find(at);
  const running = await startFunction({ runtime, code, interpreter, env: at.ofFunction });
  const [starter, pid] = at.pids();
  process.kill(starter, 'SIGKILL');
  await running.ended;
  await vi.waitFor(() => expect(isRunning({ pid })).toBe(false));
});

it('tells the last lines of a container that dies', async () => {
  const at = machine();
  const { code } = await build(at);
  at.set('dies');
  const interpreter = await find(at);
  const failed = await startFunction({ runtime, code, interpreter, env: at.ofFunction }).catch(
    (error) => error,
  );
  expect(failed).toBeInstanceOf(FunctionEnded);
  expect((failed as FunctionEnded).end).toMatchObject({
    code: 137,
    lastLines: ['out of memory', 'The container ended with exit code 137.'],
  });
});

it.each<[string, (at: Machine) => Promise<unknown>, RegExp]>([
  [
    'a machine without docker',
    (at) => find({ ...at, env: { ...at.env, PATH: at.source } }),
    /there is no docker/,
  ],
  ['a docker that does not work', findWith('down'), /Cannot connect to the Docker daemon/],
  ['an image that it does not get', findWith('offline'), /v3-18\.0 .*pull access denied/],
  ['a language without an image', (at) => find(at, 'cobol-85.0'), /no image for cobol-85\.0/],
  [
    'protocol v4',
    ({ env }) => findDocker(runtime, { env, platform: process.platform, protocol: 'v4' }),
    /--protocol v3 only/,
  ],
  [
    'a variable that docker reads itself',
    async (at) => build({ ...at, ofFunction: { ...at.ofFunction, DOCKER_HOST: 'tcp://x' } }),
    /variable DOCKER_HOST/,
  ],
])('refuses %s', async (_, attempt, message) => {
  const error = await attempt(machine()).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(CliError);
  expect(error).toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
});
