import type { FlagDefinition } from '../../core/flags.ts';
import type { queryFlagSet } from '../../operations/query/flags.ts';
import { listSelectionFlags } from '../flags.ts';

/** Returns the flags that select users: the query flags with these keys, a search, and raw queries. */
export const selectionFlags = <Key extends keyof typeof queryFlagSet>(...keys: readonly Key[]) =>
  listSelectionFlags('{"method":"equal","attribute":"status","values":[false]}', ...keys);

/** Password hashes, as the server spells them. */
const hashKinds = ['argon2', 'bcrypt', 'md5', 'phpass', 'scrypt', 'scryptMod', 'sha'] as const;
export type HashKind = (typeof hashKinds)[number];

/** Kinds of passwords in a file of users: how they are hashed, or that they are not. */
export const passwordKinds = [...hashKinds, 'plain'] as const;
export type PasswordKind = (typeof passwordKinds)[number];

export const hashFlag = {
  flag: '--hash',
  arity: 'value',
  placeholder: 'CHOICE',
  choices: passwordKinds,
  help: 'Hash algorithm of the passwords, if the rows have no hash field; plain also accepts passwords that look like hashes',
} as const satisfies FlagDefinition;

/** Treatments of a row whose user exists; the first is the default. */
export const onConflictChoices = ['fail', 'skip'] as const;
export type OnConflict = (typeof onConflictChoices)[number];

export const onConflictFlag = {
  flag: '--on-conflict',
  arity: 'value',
  placeholder: 'CHOICE',
  choices: onConflictChoices,
  help: 'Action if a user with the ID, e-mail address or phone number already exists (fail)',
} as const satisfies FlagDefinition;
