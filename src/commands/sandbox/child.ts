import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { constants } from 'node:os';
import spawn from 'cross-spawn';
import type { Context } from '../../context.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { codeOf, reasonOf } from '../../lib/files/fs-error.ts';

/**
 * Runs a command on this process's own streams until it exits, and forwards the signal that cancels this process.
 * @param endedBy the signal that the command gets for SIGINT and SIGTERM. A terminal sends SIGINT to the command as well.
 * @returns the exit code; 128 plus the signal's number if a signal killed the command
 * @throws CliError exit 127 if there is no such command, exit 126 if it can't be run
 */
export async function runChild(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  { cwd, signal }: Context,
  endedBy: 'SIGTERM' | 'SIGHUP' = 'SIGTERM',
): Promise<number> {
  signal.throwIfAborted();
  const child = start(command, args, { env, cwd, stdio: 'inherit' });
  const interrupt = () => child.kill(signal.reason.message === 'SIGHUP' ? 'SIGHUP' : endedBy);
  signal.addEventListener('abort', interrupt, { once: true });
  return new Promise<number>((resolve, reject) => {
    child.once('error', (error) => reject(startError(command, error)));
    child.once('close', (code, killedBy) =>
      resolve(code ?? 128 + (killedBy ? constants.signals[killedBy] : 0)),
    );
  }).finally(() => signal.removeEventListener('abort', interrupt));
}

function start(command: string, args: string[], options: SpawnOptions): ChildProcess {
  try {
    // Node's own spawn can't start a .cmd on Windows without a shell, which would parse the arguments.
    return spawn(command, args, options);
  } catch (error) {
    // Some errors are thrown instead of emitted, for example if a parent of the command is a file.
    throw startError(command, error);
  }
}

/** Returns the error with a shell's exit code. */
function startError(command: string, cause: unknown): CliError {
  const code = codeOf(cause);
  if (code === 'ENOENT')
    return new CliError(ExitCode.noSuchCommand, `can't run ${command}: there is no such command`, { cause });
  const reason = code === 'EACCES' ? 'it is not an executable file' : reasonOf(cause);
  return new CliError(ExitCode.notExecutable, `can't run ${command}: ${reason}`, { cause });
}
