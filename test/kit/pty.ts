import { spawnSync } from 'node:child_process';
import { posixQuote } from '../../src/lib/text/shell-quote.ts';
import { type ProcessOptions, program, runCommand } from './program.ts';

/** True if util-linux is installed, whose `script` provides a terminal. */
export const hasScript = spawnSync('script', ['--version']).status === 0;
/** Added to the name of a test: why it is skipped. */
export const needsScript = hasScript ? '' : ' (skipped: util-linux is not installed)';

/** Output that a terminal has received. */
export interface Shown {
  /** Bytes of stdout and stderr, in order. */
  readonly bytes: string;
  readonly code: number;
}

/** Runs the built program on a terminal that records its output. */
export async function runOnTerminal(
  argv: readonly string[],
  { columns = 80, ...options }: ProcessOptions & { readonly columns?: number } = {},
): Promise<Shown> {
  const words = [...program, ...argv].map(posixQuote);
  const command = `stty cols ${columns} rows 24; exec ${words.join(' ')}`;
  const env = { SHELL: '/bin/sh', TERM: 'xterm-256color', ...options.env };
  const { stdout, code } = await runCommand('script', ['-qefc', command, '/dev/null'], { ...options, env });
  return { bytes: stdout, code };
}
