import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { envFor } from '../kit/env.ts';
import { type Behaviour, json } from '../kit/faults.ts';
import type { RunResult } from '../kit/in-process.ts';
import { runProgram } from '../kit/program.ts';

/** What a good answer would be; in a download, the file. */
export const body = '{"total":0,"databases":[],"padding":"________________"}';

/** What is run against each fault. */
export interface Command {
  readonly line: readonly string[];
  /** What the server answers honestly before the fault strikes. */
  readonly before?: readonly Behaviour[];
  /** The request that the fault strikes. */
  readonly struck: RegExp;
  /** Whether it may be sent again when nobody knows what became of it. */
  readonly repeats: boolean;
}

export const commands = {
  get: { line: ['databases', 'get', 'shop'], struck: /^GET/, repeats: true },
  list: { line: ['databases', 'list'], struck: /^GET/, repeats: true },
  create: { line: ['databases', 'create', '--name', 'Shop'], struck: /^POST/, repeats: false },
  delete: { line: ['databases', 'delete', 'shop', '--yes'], struck: /^DELETE/, repeats: true },
  upload: {
    line: ['storage', 'create-file', 'photos', '--file', 'cat.png'],
    struck: /^POST/,
    repeats: false,
  },
  download: {
    line: ['storage', 'get-file-download', 'photos', 'cat', '--out', 'out.png'],
    before: [json({ $id: 'cat', sizeOriginal: body.length })],
    struck: /^GET .*\/download$/,
    repeats: true,
  },
  login: {
    line: ['login', '--email', 'ada@example.com', '--password-stdin', '--without-project'],
    before: [json({ version: '1.5.7' })],
    struck: /^POST .*\/sessions\/email$/,
    repeats: false,
  },
} satisfies Record<string, Command>;
export type Name = keyof typeof commands;

export const names = Object.keys(commands) as Name[];

/** Runs a command in a folder of its own, and tells what is in the folder afterwards. */
export async function strike(
  name: Name,
  endpoint: string,
  options: { readonly slow?: boolean; readonly env?: Record<string, string> } = {},
): Promise<RunResult & { readonly left: readonly string[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'appwrite-cli-test-'));
  try {
    await writeFile(join(folder, 'cat.png'), 'meow');
    const bound = ['--retries', '1', '--request-timeout', options.slow ? '0.8' : '25'];
    const ran = await runProgram([...commands[name].line, ...bound], {
      env: { ...envFor(endpoint), HOME: folder, ...options.env },
      cwd: folder,
      stdin: 'canary-password-0123456789\n',
    });
    const left = (await readdir(folder)).filter(
      (file) => file.includes('.png') || file.startsWith('.appwrite'),
    );
    return { ...ran, left };
  } finally {
    await rm(folder, { recursive: true });
  }
}
