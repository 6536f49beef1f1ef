import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transport } from '../../src/transport.ts';
import { envFor } from '../kit/env.ts';
import { type RunResult, runLine } from '../kit/in-process.ts';
import { runProgram } from '../kit/program.ts';

/** Body of a valid response; in a download, the file. */
export const body = '{"total":0,"databases":[],"padding":"________________"}';

/** A command that every fault is tried on. */
export interface Representative {
  readonly line: readonly string[];
  /** Valid responses, as JSON, to the requests before the fault. */
  readonly before?: readonly object[];
  /** Method and URL of the request that meets the fault. */
  readonly faulty: RegExp;
  /** True if the request is sent again when its outcome is unknown. */
  readonly isResent: boolean;
}

export const representatives = {
  get: { line: ['databases', 'get', 'shop'], faulty: /^GET/, isResent: true },
  list: { line: ['databases', 'list'], faulty: /^GET/, isResent: true },
  create: { line: ['databases', 'create', '--name', 'Shop'], faulty: /^POST/, isResent: false },
  delete: { line: ['databases', 'delete', 'shop', '--yes'], faulty: /^DELETE/, isResent: true },
  upload: {
    line: ['storage', 'create-file', 'photos', '--file', 'cat.png'],
    faulty: /^POST/,
    isResent: false,
  },
  download: {
    line: ['storage', 'get-file-download', 'photos', 'cat', '--out', 'out.png'],
    before: [{ $id: 'cat', sizeOriginal: body.length }],
    faulty: /^GET .*\/download$/,
    isResent: true,
  },
  login: {
    line: ['login', '--email', 'ada@example.com', '--password-stdin', '--without-project'],
    before: [{ version: '1.5.7' }],
    faulty: /^POST .*\/sessions\/email$/,
    isResent: false,
  },
} satisfies Record<string, Representative>;
export type Name = keyof typeof representatives;

export const names = Object.keys(representatives) as Name[];

/** Files that every command leaves behind: the file to upload, and nothing else. */
export const untouched: readonly string[] = ['cat.png'];

export interface Options {
  /** Gives the server little time, for faults that never end. */
  readonly isSlow?: boolean;
  readonly env?: Record<string, string>;
  readonly lookup?: LookupFunction;
  readonly transport?: Transport;
}

/** Result of a command, and the files in its folder afterwards. */
export type Run = RunResult & { readonly files: readonly string[] };

/** Runs a command in this process, in a folder of its own. */
export function runHere(
  name: Name,
  endpoint: string,
  { lookup, transport, ...options }: Options = {},
): Promise<Run> {
  return runInFolder(name, endpoint, options, (argv, { env, ...rest }) =>
    runLine(argv, {
      env,
      home: rest.cwd,
      ...rest,
      ...(lookup && { lookup }),
      ...(transport && { transport }),
    }),
  );
}

/** Runs a command of the built program, in a folder of its own. */
export function runApart(
  name: Name,
  endpoint: string,
  options: Omit<Options, 'lookup' | 'transport'> = {},
): Promise<Run> {
  return runInFolder(name, endpoint, options, runProgram);
}

async function runInFolder(
  name: Name,
  endpoint: string,
  { isSlow = false, env = {} }: Options,
  run: (
    argv: readonly string[],
    options: { readonly env: Record<string, string>; readonly cwd: string; readonly stdin: string },
  ) => Promise<RunResult>,
): Promise<Run> {
  const folder = await mkdtemp(join(tmpdir(), 'appwrite-cli-test-'));
  try {
    await writeFile(join(folder, 'cat.png'), 'meow');
    const bound = ['--retries', '1', '--request-timeout', isSlow ? '1' : '25'];
    const result = await run([...representatives[name].line, ...bound], {
      env: { ...envFor(endpoint), HOME: folder, ...env },
      cwd: folder,
      stdin: 'canary-password-0123456789\n',
    });
    const files = (await readdir(folder)).filter(
      (file) => file.includes('.png') || file.startsWith('.appwrite'),
    );
    return { ...result, files };
  } finally {
    await rm(folder, { recursive: true });
  }
}
