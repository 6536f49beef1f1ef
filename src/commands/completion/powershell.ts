import { execFile } from 'node:child_process';
import type { Context } from '../../context.ts';
import { CliError, ExitCode } from '../../errors.ts';

/** PowerShell takes a moment to start, in milliseconds. */
const patience = 20_000;

/**
 * Asks PowerShell which file it reads at its start: on Windows the folder of documents may be anywhere.
 * @throws CliError exit 1 where no PowerShell answers
 */
export async function powershellProfile(context: Context): Promise<string> {
  for (const program of ['pwsh', 'powershell']) {
    const path = await ask(program, context);
    if (path) return path;
  }
  throw new CliError(ExitCode.failure, 'PowerShell does not say where its profile is', {
    hint: 'put pwsh on the PATH, or load the script by hand: appwrite-cli completion powershell --help',
  });
}

function ask(program: string, { env, signal }: Context): Promise<string> {
  const command = '$PROFILE.CurrentUserAllHosts';
  const argv = ['-NoLogo', '-NoProfile', '-NonInteractive', '-Command', command];
  return new Promise((resolve) => {
    const options = { env, signal, timeout: patience, windowsHide: true };
    execFile(program, argv, options, (error, stdout) => resolve(error ? '' : stdout.trim()));
  });
}
