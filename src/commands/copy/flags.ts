import { concurrencyFlag } from '../../bulk/flags.ts';
import { type FlagSet, pickFlags } from '../../core/flags.ts';
import { backupSelectionFlags, restoreFlags, scrubFlag } from '../backup/flags.ts';

const sideFlag = {
  arity: 'value',
  placeholder: 'PROFILE|ENV',
  required: true,
  completes: 'profile',
} as const;

/** Flags of `copy`. */
export const copyFlags = {
  from: {
    flag: '--from',
    ...sideFlag,
    help: 'Project to read: a profile, or an environment of appwrite-cli.json',
  },
  to: { flag: '--to', ...sideFlag, help: 'Project to write to, in the same way' },
  ...backupSelectionFlags,
  onConflict: {
    ...restoreFlags.onConflict,
    help: 'Action if an item is there and differs: report it (fail), leave it, or make it as in the source',
  },
  ...scrubFlag,
  ...pickFlags(restoreFlags, 'confirm'),
  allowMissing: {
    flag: '--allow-missing',
    arity: 'none',
    help: 'Exit with 0 even if the credential of --from could not read something',
  },
  concurrency: concurrencyFlag,
} as const satisfies FlagSet;
