/** Flags of an import of variables, which help loads. */
import type { FlagSet } from '../../core/flags.ts';

/** Treatments of a variable that exists with another value; the first is the default. */
export const onConflictChoices = ['update', 'skip', 'fail'] as const;
export type OnConflict = (typeof onConflictChoices)[number];

export const variableImportFlags = {
  onConflict: {
    flag: '--on-conflict',
    arity: 'value',
    placeholder: 'CHOICE',
    choices: onConflictChoices,
    help: 'Action if a variable already exists with another value (update)',
  },
  prune: {
    flag: '--prune',
    arity: 'none',
    help: 'Delete the variables that the file does not set, after asking',
  },
} as const satisfies FlagSet;

/** For versions that have secret variables. */
export const secretFlag = {
  secret: {
    flag: '--secret',
    arity: 'boolean',
    help: 'Hide the values for good, as the server does by default, or with --no-secret keep those of new variables readable',
  },
} as const satisfies FlagSet;
