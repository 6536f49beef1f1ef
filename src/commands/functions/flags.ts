import { waitFlags } from '../../operations/wait-flags.ts';

/** Default maximum wait of `--wait`: the longest timeout that a function can have. */
export const defaultExecutionSeconds = 900;

export const executionFlags = waitFlags(
  'Run it asynchronously and wait until it has ended; exit 1 or 5 if it failed',
  defaultExecutionSeconds,
);
