import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { runChild } from './child.ts';
import { inSurroundings } from './environment.ts';
import { openSandbox, type ServerValues, withServerFlags } from './server.ts';

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
  return withServerFlags(input, services, async (options, filling) => {
    if (globals.dryRun) {
      const line = [command, ...args].join(' ');
      return doneResult(`A sandbox would start, and ${line} would run against it.`);
    }
    const server = await openSandbox(options, filling);
    try {
      return await inSurroundings(context, server, async ({ env }) => ({
        exitCode: await runChild(command, args, env, context),
      }));
    } finally {
      await server.close();
    }
  });
}
