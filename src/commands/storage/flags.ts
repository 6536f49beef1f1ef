import { concurrencyFlag, idRules, idsArgument, listSelectionFlags, manifestName } from '../../bulk/flags.ts';
import type { ArgumentDefinition, ArgumentSet, FlagSet } from '../../core/flags.ts';

const bucketId = {
  name: 'bucket-id',
  help: 'Bucket ID',
  required: true,
  asFlag: true,
} as const satisfies ArgumentDefinition;

const concurrency = { ...concurrencyFlag, help: 'At most N requests at once (3)' } as const;

export const uploadArguments = {
  bucketId,
  paths: { name: 'path', help: 'File, folder or pattern', required: true, variadic: true, completes: 'file' },
} as const satisfies ArgumentSet;

export const uploadFlags = {
  id: {
    flag: '--id',
    arity: 'value',
    placeholder: 'CHOICE',
    choices: idRules,
    help: 'Source of the ID of each file; unique creates a new one each time, from-manifest takes those of a download with --manifest (unique)',
  },
  permissions: {
    flag: '--permissions',
    arity: 'variadic',
    placeholder: 'TEXT…',
    help: 'Permissions of each file, such as read("any")',
  },
  skipExisting: {
    flag: '--skip-existing',
    arity: 'none',
    help: 'Skip files whose ID is already in the bucket',
  },
  hidden: {
    flag: '--hidden',
    arity: 'none',
    help: 'From folders, also take names that begin with a dot',
  },
  concurrency,
} as const satisfies FlagSet;

export const downloadArguments = {
  bucketId,
  fileIds: { name: 'file-id', help: 'ID of a file', required: false, variadic: true, commaSeparated: true },
} as const satisfies ArgumentSet;

export const downloadFlags = {
  all: { flag: '--all', arity: 'none', help: 'Every file of the bucket' },
  skipExisting: {
    flag: '--skip-existing',
    arity: 'none',
    help: 'Skip files that are already in the folder, whatever is in them',
  },
  manifest: {
    flag: '--manifest',
    arity: 'none',
    help: `Also write ${manifestName} with the ID, name and permissions of each file, for storage upload --id from-manifest`,
  },
  /** The flag of `upload` that goes with it, said of the download. */
  id: {
    flag: '--id',
    arity: 'value',
    choices: ['from-manifest'],
    help: 'The same as --manifest',
    hidden: true,
  },
  concurrency,
} as const satisfies FlagSet;

export const deleteArguments = {
  bucketId,
  ids: idsArgument('file-ids', 'IDs of files'),
} as const satisfies ArgumentSet;

export const deleteFlags = {
  ...listSelectionFlags('{"method":"startsWith","attribute":"name","values":["draft-"]}', 'where'),
  all: { flag: '--all', arity: 'none', help: 'Every file of the bucket' },
  concurrency: concurrencyFlag,
} as const satisfies FlagSet;
