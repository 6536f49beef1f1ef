import type { Argument, Flag } from '../../core/spec.ts';
import { allQueryFlags, queryHeading } from '../../operations/query/flags.ts';

/** Which collection a command is about. */
export const placeArguments: readonly Argument[] = [
  { key: 'databaseId', name: 'database-id', help: 'Database ID', required: true },
  { key: 'collectionId', name: 'collection-id', help: 'Collection ID', required: true },
];

/** The same as flags. */
export const placeFlags: readonly Flag[] = placeArguments.map(({ key, name, help }) => ({
  key,
  flag: `--${name}`,
  spellings: [`--${key}`],
  takes: 'one',
  help,
  hidden: true,
}));

/** What chooses documents: raw queries, and those of the flags for queries that are named. */
export const chooseFlags = (...keys: readonly string[]): readonly Flag[] => [
  ...allQueryFlags.filter(({ key }) => keys.includes(key)),
  {
    key: 'queries',
    flag: '--queries',
    takes: 'many',
    placeholder: 'TEXT…',
    help: 'Queries as JSON, such as {"method":"isNull","attribute":"stock"}',
    heading: queryHeading,
  },
];

/** What to do with a row whose document is there already; the first one where nothing is said. */
export const onConflictChoices = ['fail', 'skip', 'update'] as const;
export type OnConflict = (typeof onConflictChoices)[number];

export const onConflictFlag: Flag = {
  key: 'onConflict',
  flag: '--on-conflict',
  takes: 'one',
  placeholder: 'CHOICE',
  choices: onConflictChoices,
  help: 'What to do if a document with the ID already exists (fail)',
};

export const idFlag: Flag = {
  key: 'id',
  flag: '--id',
  takes: 'one',
  placeholder: 'FIELD',
  help: 'The field that holds the ID of each document ($id); without one, new IDs are made',
};
