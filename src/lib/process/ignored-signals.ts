import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** Names of shells that run scripts, as the kernel shows them. */
const shells = new Set(['sh', 'bash', 'dash', 'ash', 'busybox', 'zsh', 'ksh', 'mksh']);
/** Numbers of signals on Linux, which has the file that tells the ignored ones. Loading node:os for them takes time. */
const numbers = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15, SIGTTOU: 22 } as const;
/** The signals that end a process in an orderly way. */
export type StopSignal = 'SIGHUP' | 'SIGINT' | 'SIGTERM';
/** Access mode of a descriptor that can only be written to, in the last octal digit of its flags. */
const writeOnly = /^flags:\s*\d*1$/m;

/**
 * Returns the signals that the process that started this one wants it to ignore, as far as that shows. It does not show
 * in this process: Node resets ignored signals to their defaults before it runs any code. It shows
 * - for SIGHUP under nohup: a shell exports the last command in `_`, and nohup of GNU opens /dev/null for writing as the
 *   stdin that it replaces;
 * - on Linux in the state of the parent, if that is a shell with `trap '' INT`.
 *
 * It does not show if nohup was started otherwise, a shell has replaced itself with this process (`exec`), or another
 * program has ignored the signal for its child. A handler for the signal is installed then.
 */
export function signalsToIgnore(
  signals: readonly StopSignal[],
  { _: lastCommand }: Readonly<Record<string, string | undefined>>,
): Set<StopSignal> {
  const parent = stateOfParent();
  const underNohup = basename(lastCommand ?? '') === 'nohup' || writeOnly.test(read('/proc/self/fdinfo/0'));
  return new Set(
    signals.filter((signal) => (signal === 'SIGHUP' && underNohup) || isIgnoredByShell(signal, parent)),
  );
}

function stateOfParent(): string {
  return read(`/proc/${process.ppid}/status`);
}

/**
 * True if a shell ignores a signal for the commands that it starts. A shell with job control ignores some signals for
 * itself only, SIGTERM and SIGTTOU among them.
 * @param state of the shell's process, empty if it is not known
 */
export function isIgnoredByShell(signal: StopSignal, state: string): boolean {
  const name = /^Name:\s*(.*)$/m.exec(state)?.[1] ?? '';
  const mask = /^SigIgn:\s*([0-9a-f]+)$/m.exec(state)?.[1];
  if (mask === undefined || !shells.has(name)) return false;
  const ignores = (one: keyof typeof numbers) =>
    ((BigInt(`0x${mask}`) >> BigInt(numbers[one] - 1)) & 1n) === 1n;
  if (signal === 'SIGTERM' && ignores('SIGTTOU')) return false;
  return ignores(signal);
}

function read(path: string): string {
  try {
    // The encoding that Node reads in one step.
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
