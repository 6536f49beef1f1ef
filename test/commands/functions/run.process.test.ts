import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { isRunning } from '../../../src/lib/process/identity.ts';
import { program as programWords } from '../../kit/program.ts';
import { localProject } from './local-kit.ts';

/** Tells its process, and a process that it has started; then keeps its process busy for ever. */
const busy = `const { spawn } = require('node:child_process');
module.exports = ({ req, res }) => {
  if (req.path === '/loop') for (;;);
  const child = spawn('sleep', ['600'], { stdio: 'ignore' });
  return res.json([process.pid, child.pid]);
};`;

/** Starts functions run. @returns its process, and the address of the function */
async function start(): Promise<{ program: ChildProcess; url: string; folder: string }> {
  const { folder, env } = localProject({}, { 'hello/main.js': busy });
  const [command, ...first] = programWords;
  const argv = [...first, 'functions', 'run', '--json', '--quiet'];
  const program = spawn(command, argv, { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(program.stdout)) {
    const { functions } = JSON.parse(line);
    return { program, url: functions[0].url, folder };
  }
  throw new Error('it did not start');
}

it.each([
  ['SIGINT', 0],
  ['SIGTERM', 0],
  ['SIGKILL', null],
] as const)('story 17: leaves no process behind after %s', async (signal, expected) => {
  const { program, url, folder } = await start();
  const pids = (await (await fetch(url)).json()) as number[];
  const isBusy = fetch(`${url}loop`).catch(() => {});
  expect(pids.map((pid) => isRunning({ pid }))).toEqual([true, true]);
  program.kill(signal);
  const [code] = await once(program, 'exit');
  await isBusy;
  expect(code).toBe(expected);
  await expect.poll(() => pids.filter((pid) => isRunning({ pid })), { timeout: 20_000 }).toEqual([]);
  // The next process that looks at a file of a killed one knows that it is gone.
  expect(existsSync(join(folder, '.appwrite/hello/running.json'))).toBe(signal === 'SIGKILL');
});
