import type { FlagSet } from '../../core/flags.ts';

/** The flags of `logs`. */
export const logFlags = {
  follow: {
    flag: '--follow',
    arity: 'none',
    help: 'Go on with executions as they end, until Ctrl-C',
  },
  limit: {
    flag: '--limit',
    arity: 'value',
    placeholder: 'N',
    help: 'Number of past executions, the latest (10; with --since all)',
  },
  since: {
    flag: '--since',
    arity: 'value',
    placeholder: 'TIME',
    help: 'Begin at this time: -1h, today, 2024-03-01T10:00',
  },
} as const satisfies FlagSet;
