/** `--wait` and `--wait-timeout`, of commands whose work the server goes on with after its answer. */

import { readSeconds } from '../core/globals.ts';
import { boolFlag, type Flag, type FlagValues, stringFlag } from '../core/spec.ts';
import { usageError } from '../errors.ts';

/** How long an attribute or an index is waited for, in seconds. */
export const defaultWaitSeconds = 120;

/**
 * @param help what is waited for
 * @param usual how long where the line does not say, in seconds
 */
export function waitFlags(help: string, usual: number): readonly Flag[] {
  return [
    { key: 'wait', flag: '--wait', takes: 'none', help },
    {
      key: 'waitTimeout',
      flag: '--wait-timeout',
      takes: 'one',
      placeholder: 'SECONDS',
      help: `Longest time that --wait waits (${usual})`,
    },
  ];
}

/**
 * How long to wait, in milliseconds; undefined: not at all.
 * @param usual as in {@link waitFlags}
 * @throws CliError exit 2 for what is no time, and for a time without `--wait`
 */
export function readWait(input: FlagValues, usual: number): number | undefined {
  const timeout = readSeconds('--wait-timeout', stringFlag(input, 'waitTimeout'));
  if (boolFlag(input, 'wait')) return timeout ?? usual * 1000;
  if (timeout === undefined) return undefined;
  throw usageError('--wait-timeout has no effect without --wait', 'add --wait');
}
