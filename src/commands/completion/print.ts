import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Context } from '../../context.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, textResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { type Shell, shellFacts } from './shells.ts';

export async function printScript(shell: Shell, { context }: Services): Promise<CommandResult> {
  return textResult(await readScript(shell, context));
}

/**
 * Reads the completion script of a shell from the folder of the installation.
 * @throws CliError exit 1 if it can't be read
 */
export async function readScript(shell: Shell, { program }: Context): Promise<string> {
  const path = join(dirname(dirname(program[1])), 'completions', shellFacts[shell].scriptFile);
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new CliError(ExitCode.failure, `the completion script ${path} can't be read`, {
      cause,
      hint: 'install appwrite-cli again',
    });
  }
}
