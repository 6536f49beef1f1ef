import type { Flag } from '../../core/spec.ts';
import { allQueryFlags, queryHeading } from '../../operations/query/flags.ts';

/** What chooses users: a search, raw queries, and those of the flags for queries that are named. */
export const chooseFlags = (...keys: readonly string[]): readonly Flag[] => [
  ...allQueryFlags.filter(({ key }) => keys.includes(key)),
  {
    key: 'search',
    flag: '--search',
    takes: 'one',
    placeholder: 'TEXT',
    help: 'Words to look for',
    heading: queryHeading,
  },
  {
    key: 'queries',
    flag: '--queries',
    takes: 'many',
    placeholder: 'TEXT…',
    help: 'Queries as JSON, such as {"method":"equal","attribute":"status","values":[false]}',
    heading: queryHeading,
  },
];

/** How passwords can be hashed, as the server calls it; those of the commands are understood too. */
export const hashKinds = ['argon2', 'bcrypt', 'md5', 'phpass', 'scrypt', 'scryptMod', 'sha'] as const;
export type HashKind = (typeof hashKinds)[number];

export const hashFlag: Flag = {
  key: 'hash',
  flag: '--hash',
  takes: 'one',
  placeholder: 'CHOICE',
  choices: hashKinds,
  help: 'How the passwords are hashed, if the rows have no hash field; without either, they are plain',
};

/** What to do with a row whose user is there already; the first one where nothing is said. */
export const onConflictChoices = ['fail', 'skip'] as const;
export type OnConflict = (typeof onConflictChoices)[number];

export const onConflictFlag: Flag = {
  key: 'onConflict',
  flag: '--on-conflict',
  takes: 'one',
  placeholder: 'CHOICE',
  choices: onConflictChoices,
  help: 'What to do if a user with the ID, e-mail address or phone number already exists (fail)',
};
