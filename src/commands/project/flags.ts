import { usageRanges } from '../../api/choices/console.ts';
import type { FlagSet } from '../../core/flags.ts';

export const usageFlags = {
  range: {
    flag: '--range',
    arity: 'value',
    placeholder: 'RANGE',
    choices: usageRanges,
    help: 'Period up to now, by the hour for 24h and by the day otherwise (default 30d)',
  },
} as const satisfies FlagSet;
