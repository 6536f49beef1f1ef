/** `--wait` and `--wait-timeout`, for commands whose work the server continues after its response. */

import type { FlagSet, FlagValuesOf } from '../core/flags.ts';
import { readSeconds } from '../core/globals.ts';
import { usageError } from '../errors.ts';

/** Default maximum wait for an attribute or an index. */
export const defaultWaitSeconds = 120;

/**
 * @param help purpose of `--wait`
 * @param defaultSeconds maximum wait if the line names none
 */
export function waitFlags(help: string, defaultSeconds: number) {
  return {
    wait: { flag: '--wait', arity: 'none', help },
    waitTimeout: {
      flag: '--wait-timeout',
      arity: 'value',
      placeholder: 'DURATION',
      help: `Maximum time for --wait (${defaultSeconds})`,
    },
  } as const satisfies FlagSet;
}

export type WaitValues = FlagValuesOf<ReturnType<typeof waitFlags>>;

/**
 * Returns the maximum wait in ms, or undefined without `--wait`.
 * @param defaultSeconds as in {@link waitFlags}
 * @throws CliError exit 2 for an invalid time, and for a time without `--wait`
 */
export function readWait(
  { wait, waitTimeout }: Partial<WaitValues>,
  defaultSeconds: number,
): number | undefined {
  const timeoutMs = readSeconds('--wait-timeout', waitTimeout);
  if (wait) return timeoutMs ?? defaultSeconds * 1000;
  if (timeoutMs === undefined) return undefined;
  throw usageError('--wait-timeout has no effect without --wait', 'add --wait');
}
