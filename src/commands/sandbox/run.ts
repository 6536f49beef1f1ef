import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Context } from '../../context.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import type { SandboxServer } from '../../sandbox/server.ts';
import { runChild } from './child.ts';
import { openSandbox, readServerFlags, type ServerValues } from './server.ts';
import { sandboxVariables } from './variables.ts';

/**
 * Starts a server, runs the command after `--` against it, and returns the command's exit code.
 * @throws CliError exit 2 without a command, exit 127 or 126 if it can't be started, exit 1 if the server can't
 */
export async function run(
  input: ServerValues & { readonly command: readonly string[] },
  services: Services,
): Promise<CommandResult> {
  const { context, globals } = services;
  const [command = '', ...args] = input.command;
  if (command === '')
    throw usageError('no command to run', 'write it after --: sandbox run -- appwrite-cli databases list');
  const { options, prepare } = await readServerFlags(input, services);
  if (globals.dryRun) {
    const line = [command, ...args].join(' ');
    return doneResult(`A sandbox would start, and ${line} would run against it.`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'appwrite-cli-'));
  try {
    const server = await openSandbox(options, prepare);
    try {
      const env = await environment(context, server, folder);
      return { exitCode: await runChild(command, args, env, context) };
    } finally {
      await server.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns the command's environment: the sandbox, none of the user's Appwrite variables, and this program on the PATH. */
async function environment(
  context: Context,
  server: SandboxServer,
  folder: string,
): Promise<NodeJS.ProcessEnv> {
  const inherited = Object.entries(context.env).filter(
    ([name]) => !name.toUpperCase().startsWith('APPWRITE_'),
  );
  const config = join(folder, 'config');
  await mkdir(config, { mode: 0o700 });
  const bin = await launcherFolder(context, folder);
  return {
    ...Object.fromEntries(inherited),
    ...sandboxVariables(server, config),
    NO_PROXY: '127.0.0.1,localhost,::1',
    no_proxy: '127.0.0.1,localhost,::1',
    PATH: [bin, context.env.PATH].filter(Boolean).join(delimiter),
  };
}

/** Creates a folder with an `appwrite-cli` that starts this very program, installed or not. */
async function launcherFolder(context: Context, folder: string): Promise<string> {
  const bin = join(folder, 'bin');
  await mkdir(bin);
  const [node, program] = context.program;
  if (context.platform === 'win32') {
    await writeFile(join(bin, 'appwrite-cli.cmd'), `@"${node}" "${program}" %*\r\n`);
    return bin;
  }
  const quote = (path: string) => `'${path.replaceAll("'", "'\\''")}'`;
  const launcher = join(bin, 'appwrite-cli');
  await writeFile(launcher, `#!/bin/sh\nexec ${quote(node)} ${quote(program)} "$@"\n`);
  await chmod(launcher, 0o755);
  return bin;
}
