import { concurrencyFlag } from '../../bulk/flags.ts';
import type { FlagSet } from '../../core/flags.ts';

/** Values of `--unsure`; the first is the default. */
export const unsureChoices = ['report', 'run', 'skip'] as const;

export const batchFlags = {
  var: {
    flag: '--var',
    arity: 'value',
    placeholder: 'FILE',
    completes: 'file',
    help: 'Run the lines for each row of this CSV, JSON or NDJSON file; {{name}} is its value in that column',
  },
  concurrency: {
    ...concurrencyFlag,
    help: 'Maximum number of lines that run at once (1: each waits for the one before)',
  },
  keepGoing: {
    flag: '--keep-going',
    arity: 'none',
    help: 'Go on after a line that fails; by default no other line is begun',
  },
  restart: {
    flag: '--restart',
    arity: 'none',
    help: 'Run all lines, also those that an earlier run of this batch has done',
  },
  unsure: {
    flag: '--unsure',
    arity: 'value',
    placeholder: 'HOW',
    choices: unsureChoices,
    help: 'Lines in which an earlier run was cut off: report them as failed (the default), run them again, or skip them',
  },
} as const satisfies FlagSet;
