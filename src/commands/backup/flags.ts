import { onConflictChoices } from '../../backup/restore/on-conflict.ts';
import { concurrencyFlag } from '../../bulk/flags.ts';
import type { FlagSet } from '../../core/flags.ts';

/** Flags that choose the things that a backup, a restore or a copy is about. Read by `readBackupSelection`. */
export const backupSelectionFlags = {
  only: {
    flag: '--only',
    arity: 'variadic',
    placeholder: 'KIND[/ID…]…',
    completes: 'resource',
    help: 'These only, such as users, collections/main/posts, buckets/photos or functions',
  },
  except: {
    flag: '--except',
    arity: 'variadic',
    placeholder: 'KIND[/ID…]…',
    completes: 'resource',
    help: 'Leave these out, with their contents',
  },
} as const satisfies FlagSet;

export const passphraseFlag = {
  passphraseFile: {
    flag: '--passphrase-file',
    arity: 'value',
    placeholder: 'PATH',
    completes: 'file',
    help: 'File with the passphrase, or - for stdin; otherwise APPWRITE_BACKUP_PASSPHRASE, or you are asked',
  },
} as const satisfies FlagSet;

export const scrubFlag = {
  scrub: {
    flag: '--scrub',
    arity: 'value',
    placeholder: 'FILE',
    completes: 'file',
    help: 'Replace personal values: those of users, and others by the rules of this YAML or JSON file',
  },
} as const satisfies FlagSet;

/** Flags of `backup create`. */
export const createFlags = {
  ...backupSelectionFlags,
  incremental: {
    flag: '--incremental',
    arity: 'value',
    placeholder: 'BASE',
    completes: 'folder',
    help: 'Earlier backup: documents and files that are the same are linked to it instead of fetched',
  },
  withSecrets: {
    flag: '--with-secrets',
    arity: 'none',
    help: 'Add the values of variables, in a file that only you can read',
  },
  encrypt: {
    flag: '--encrypt',
    arity: 'none',
    help: 'Add the values of variables, encrypted with a passphrase',
  },
  ...passphraseFlag,
  ...scrubFlag,
  allowMissing: {
    flag: '--allow-missing',
    arity: 'none',
    help: 'Exit with 0 even if the credential could not read something',
  },
  concurrency: concurrencyFlag,
} as const satisfies FlagSet;

/** Flags of `backup restore`. */
export const restoreFlags = {
  ...backupSelectionFlags,
  into: {
    flag: '--into',
    arity: 'value',
    placeholder: 'PROJECT',
    help: 'ID of the project to restore into, instead of the one in use',
  },
  onConflict: {
    flag: '--on-conflict',
    arity: 'value',
    placeholder: 'CHOICE',
    choices: onConflictChoices,
    help: 'Action if an item is there and differs: report it (fail), leave it, or make it as in the backup',
  },
  confirm: {
    flag: '--confirm',
    arity: 'value',
    placeholder: 'PROJECT_ID',
    help: 'ID of the project, to agree to change one that is protected or has items already',
  },
  ...passphraseFlag,
  concurrency: concurrencyFlag,
} as const satisfies FlagSet;
