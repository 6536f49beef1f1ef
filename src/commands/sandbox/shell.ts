import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Services } from '../../core/services.ts';
import { type CommandResult, doneResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import type { SandboxServer, SandboxServerOptions } from '../../sandbox/server.ts';
import { sandboxVersion } from '../../version.ts';
import { scriptPath } from '../completion/print.ts';
import { shells } from '../completion/shells.ts';
import { runChild } from './child.ts';
import { inSurroundings } from './environment.ts';
import type { Filling } from './filling.ts';
import { openSandbox, type ServerValues, withServerFlags } from './server.ts';
import { shellName, shellStart, userShell } from './shell-start.ts';

/**
 * Starts a server, opens the user's shell in its environment, and returns the shell's exit code.
 * @throws CliError exit 2 without a terminal, exit 127 or 126 if the shell can't be started, exit 1 if the server can't
 */
export async function shell(input: ServerValues, services: Services): Promise<CommandResult> {
  return withServerFlags(input, services, async (options, filling) => {
    const { context, globals } = services;
    const command = userShell(context);
    if (globals.dryRun) return doneResult(`A sandbox would start, and ${command} would open in it.`);
    if (globals.noInput || !context.stdin.isTTY || !context.stdout.isTTY) {
      throw usageError(
        globals.noInput ? 'a shell needs input, and --no-input forbids it' : 'a shell needs a terminal',
        'run a command instead: appwrite-cli sandbox run -- COMMAND',
      );
    }
    const server = await openSandbox(options, filling);
    try {
      return await runShell(command, server, exampleFor(options, filling), services);
    } finally {
      await server.close();
    }
  });
}

/** @param example a line to try, without the name of the program */
function runShell(
  command: string,
  server: SandboxServer,
  example: string,
  { context, output }: Services,
): Promise<CommandResult> {
  return inSurroundings(context, server, async ({ folder, bin, variables, env }) => {
    const marked = { ...variables, APPWRITE_SANDBOX: '1' };
    const files = join(folder, 'shell');
    await mkdir(files);
    const name = shells.find((shell) => shell === shellName(command));
    const completion = name && (await scriptPath(name, context, files));
    const start = shellStart(command, { folder, bin, variables: marked, completion, env: context.env });
    for (const [name, text] of Object.entries(start.files))
      await writeFile(join(files, name), text, { mode: 0o600 });
    output.note(`In this shell appwrite-cli talks to a sandbox, an Appwrite ${sandboxVersion}.`);
    output.note(`Try: appwrite-cli ${example}`);
    output.note('exit or Ctrl-D ends the shell and the sandbox.');
    // An interactive shell ignores SIGTERM.
    const exitCode = await runChild(
      command,
      start.args,
      { ...env, ...marked, ...start.env },
      context,
      'SIGHUP',
    );
    return { exitCode };
  });
}

function exampleFor({ seed }: SandboxServerOptions, filling: Filling | undefined): string {
  if (seed) return 'databases list-documents shop products';
  return filling ? 'databases list' : 'databases create --name Shop';
}
