import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, onTestFinished } from 'vitest';
import type { Chunk } from '../../scripts/bundle.mjs';
import { posixQuote } from '../../src/lib/text/shell-quote.ts';
import type { RunResult } from './in-process.ts';

/** The launcher of the package. */
export const launcher = fileURLToPath(new URL('../../bin/appwrite-cli.js', import.meta.url));

/** Path of the standalone executable, if the tests run that in place of the package: `npm run test:standalone`. */
const { TESTED_PROGRAM } = process.env;

/** Command line that starts the program under test. */
export const program: readonly [string, ...string[]] = TESTED_PROGRAM
  ? [resolve(TESTED_PROGRAM)]
  : [process.execPath, launcher];

/** The same for a shell. */
export const programLine = program.map(posixQuote).join(' ');

/** Files of the build, and the modules in each. */
export function builtChunks(): Chunk[] {
  return JSON.parse(readFileSync(new URL('../../dist/chunks.json', import.meta.url), 'utf8'));
}

const prefix = join(tmpdir(), 'appwrite-cli-test-');

export interface ProcessOptions {
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  readonly stdin?: string | Buffer;
  /** Called when the child has started, to send it signals or to read its output. */
  readonly onStart?: (child: ChildProcess) => void;
}

/**
 * Runs the built program in a process of its own, in an empty HOME unless `env` names one, with none of this process's
 * APPWRITE_ variables, and without Node's compile cache, which would be left in HOME.
 */
export function runProgram(argv: readonly string[], options: ProcessOptions = {}): Promise<RunResult> {
  const [command, ...first] = program;
  return runCommand(command, [...first, ...argv], options);
}

/** Runs any command in the environment of {@link runProgram}. Its HOME is deleted when it ends. */
export function runCommand(
  command: string,
  argv: readonly string[],
  { env = {}, cwd, stdin, onStart }: ProcessOptions = {},
): Promise<RunResult> {
  const home = mkdtempSync(prefix);
  const result = new Promise<RunResult>((resolve, reject) => {
    const child = spawn(command, argv, {
      cwd: cwd ?? home,
      env: {
        PATH: process.env.PATH,
        TMPDIR: process.env.TMPDIR,
        HOME: home,
        NODE_DISABLE_COMPILE_CACHE: '1',
        ...env,
      },
    });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk) => stdout.push(chunk));
    child.stderr.on('data', (chunk) => stderr.push(chunk));
    child.once('error', reject);
    child.once('close', (code, signal) => {
      resolve({
        stdout: Buffer.concat(stdout).toString(),
        stderr: Buffer.concat(stderr).toString() + (signal ? `\nkilled by ${signal}` : ''),
        code: code ?? -1,
      });
    });
    child.stdin.on('error', () => {});
    child.stdin.end(stdin);
    onStart?.(child);
  });
  return result.finally(() => rmSync(home, { recursive: true, force: true }));
}

/** Makes a folder that is deleted after the test. */
export function temporaryFolder(): string {
  const folder = newFolder();
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes a folder that is deleted after all tests of a file, which concurrent tests can share. */
export function sharedFolder(): string {
  const folder = newFolder();
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function newFolder(): string {
  return mkdtempSync(join(tmpdir(), 'appwrite-cli-test-'));
}
