import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '../../context.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, textResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { embeddedFile } from '../../lib/process/standalone.ts';
import { type Shell, shellFacts } from './shells.ts';

export async function printScript(shell: Shell, { context }: Services): Promise<CommandResult> {
  return textResult(await readScript(shell, context));
}

/**
 * Reads the completion script of a shell from the installation.
 * @throws CliError exit 1 if it can't be read
 */
export async function readScript(shell: Shell, context: Context): Promise<string> {
  const embedded = embeddedScript(shell);
  if (embedded) return embedded.toString();
  const path = installedScript(shell, context);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CliError(ExitCode.failure, `the completion script ${path} can't be read`, {
      cause,
      hint: 'install appwrite-cli again',
    });
  }
}

/**
 * Returns the path of the completion script of a shell.
 * @param folder in which the standalone executable writes it
 */
export async function scriptPath(shell: Shell, context: Context, folder: string): Promise<string> {
  const embedded = embeddedScript(shell);
  if (!embedded) return installedScript(shell, context);
  const path = join(folder, shellFacts[shell].scriptFile);
  await writeFile(path, embedded);
  return path;
}

const embeddedScript = (shell: Shell) => embeddedFile(`completions/${shellFacts[shell].scriptFile}`);

function installedScript(shell: Shell, { program: [executable, launcher = executable] }: Context): string {
  return join(dirname(dirname(launcher)), 'completions', shellFacts[shell].scriptFile);
}
