import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { constants } from 'node:os';
import spawn from 'cross-spawn';
import type { Context } from '../../context.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { codeOf, reasonOf } from '../../lib/files/fs-error.ts';

/**
 * Runs a command to its end on this process's own streams, and passes on what ends this process.
 * @returns its exit code; that of one which a signal has killed is 128 and the signal's number
 * @throws CliError exit 127 where there is no such command, exit 126 where it can't be run
 */
export async function runChild(
  command: string,
  args: string[],
  env: NodeJS.ProcessEnv,
  { cwd, signal }: Context,
): Promise<number> {
  signal.throwIfAborted();
  const child = start(command, args, { env, cwd, stdio: 'inherit' });
  // A terminal has sent its SIGINT to the child too.
  const interrupt = () => child.kill(signal.reason.message === 'SIGHUP' ? 'SIGHUP' : 'SIGTERM');
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
    // Node's own spawn starts no .cmd on Windows, unless a shell takes the arguments apart.
    return spawn(command, args, options);
  } catch (error) {
    // Some errors are thrown and not told as an event, such as a file on the way to the command.
    throw startError(command, error);
  }
}

/** The exit codes are those of shells. */
function startError(command: string, cause: unknown): CliError {
  const code = codeOf(cause);
  if (code === 'ENOENT')
    return new CliError(ExitCode.noSuchCommand, `can't run ${command}: there is no such command`, { cause });
  const reason = code === 'EACCES' ? 'it is not an executable file' : reasonOf(cause);
  return new CliError(ExitCode.notExecutable, `can't run ${command}: ${reason}`, { cause });
}
