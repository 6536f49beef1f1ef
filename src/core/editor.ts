import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import type { Context } from '../context.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import { reasonOf } from '../lib/files/fs-error.ts';

type Ending = [code: number | null, signal: NodeJS.Signals | null];

/** Exit codes of a shell that can't start a command. */
const notStarted: readonly (number | null)[] = [126, 127];

/** Returns the command line of the user's editor, which may have arguments: `code --wait`. */
function editorOf({ env, platform }: Context): string {
  const chosen = [env.VISUAL, env.EDITOR].find((editor) => editor?.trim());
  return chosen ?? (platform === 'win32' ? 'notepad' : 'vi');
}

/**
 * Opens a file in the user's editor, on this process's own terminal, and waits until it is closed.
 * @param path absolute
 * @throws CliError exit 2 if the editor can't be started, or ends with a failure, which is how editors give up; exit 130
 *   if this process is to stop
 */
export async function openEditor(path: string, context: Context): Promise<void> {
  const { signal } = context;
  const editor = editorOf(context);
  const child = start(editor, path, context);
  const stop = () => child.kill();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  const [code, endedBy] = await new Promise<Ending>((resolve, reject) => {
    child.once('error', (error) => reject(noEditor(editor, reasonOf(error))));
    child.once('close', (...ending) => resolve(ending));
  }).finally(() => signal.removeEventListener('abort', stop));
  // Ctrl-C goes to the editor as well, and its end may be reported before the signal that this process got. A shell
  // around the editor reports 130.
  if (signal.aborted || endedBy === 'SIGINT' || code === 130)
    throw new CliError(ExitCode.interrupted, 'interrupted: nothing was sent');
  if (notStarted.includes(code)) throw noEditor(editor, 'there is no such command, or it is not executable');
  if (code !== 0)
    throw usageError(`cancelled: the editor ended with ${code ?? 'a signal'}, and nothing was sent`);
}

/**
 * Starts the editor by a shell, as Git does, since its command line may have arguments and quotes. If stdout goes
 * elsewhere, the editor draws on stderr.
 */
function start(editor: string, path: string, { env, cwd, platform, stdout }: Context): ChildProcess {
  const screen = stdout.isTTY ? 'inherit' : 2;
  const options: SpawnOptions = { env: { ...env }, cwd, stdio: ['inherit', screen, 'inherit'] };
  return platform === 'win32'
    ? spawn(`${editor} "${path}"`, { ...options, shell: true })
    : spawn('/bin/sh', ['-c', `${editor} "$@"`, editor, path], options);
}

function noEditor(editor: string, reason: string): CliError {
  return usageError(
    `the editor ${editor} can't be started: ${reason}`,
    "name another one in VISUAL or EDITOR: export EDITOR=nano, or 'code --wait'",
  );
}
