/** The surroundings of a command that runs against a sandbox. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Context } from '../../context.ts';
import { posixQuote } from '../../lib/text/shell-quote.ts';
import type { SandboxServer } from '../../sandbox/server.ts';
import { sandboxVariables } from './variables.ts';

/** A private folder of this machine that lasts as long as a sandbox, and what it has for the command. */
export interface Surroundings {
  readonly folder: string;
  /** Folder with an `appwrite-cli` that starts this very program. */
  readonly bin: string;
  /** The variables of the sandbox. */
  readonly variables: Readonly<Record<string, string>>;
  /** Environment of the command: the sandbox, none of the user's Appwrite variables, and `bin` on the PATH. */
  readonly env: NodeJS.ProcessEnv;
}

/** Runs work in surroundings for a sandbox, and deletes them at the end. */
export async function inSurroundings<Value>(
  context: Context,
  server: SandboxServer,
  work: (surroundings: Surroundings) => Promise<Value>,
): Promise<Value> {
  const folder = await mkdtemp(join(tmpdir(), 'appwrite-cli-'));
  try {
    const config = join(folder, 'config');
    await mkdir(config, { mode: 0o700 });
    const bin = await launcherFolder(context, folder);
    const variables = sandboxVariables(server, config);
    return await work({ folder, bin, variables, env: environment(context, variables, bin) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function environment({ env }: Context, variables: Surroundings['variables'], bin: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(env).filter(([name]) => !name.toUpperCase().startsWith('APPWRITE_'));
  return {
    ...Object.fromEntries(inherited),
    ...variables,
    NO_PROXY: '127.0.0.1,localhost,::1',
    no_proxy: '127.0.0.1,localhost,::1',
    PATH: [bin, env.PATH].filter(Boolean).join(delimiter),
  };
}

async function launcherFolder({ program, platform }: Context, folder: string): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const words = program.filter((word) => word !== undefined);
  if (platform === 'win32') {
    const command = words.map((word) => `"${word}"`).join(' ');
    await writeFile(join(bin, 'appwrite-cli.cmd'), `@${command} %*\r\n`);
    return bin;
  }
  const launcher = join(bin, 'appwrite-cli');
  await writeFile(launcher, `#!/bin/sh\nexec ${words.map(posixQuote).join(' ')} "$@"\n`);
  await chmod(launcher, 0o755);
  return bin;
}
