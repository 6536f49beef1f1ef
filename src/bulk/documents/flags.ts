import type { ArgumentSet, FlagDefinition, FlagValuesOf } from '../../core/flags.ts';
import { pickFlags } from '../../core/flags.ts';
import { queryFlagSet } from '../../operations/query/flags.ts';
import { rawQueriesFlag } from '../flags.ts';

type Say = (text: string) => string;

/** The collection of a command. */
export const collectionArguments = (say: Say): ArgumentSet => ({
  databaseId: { name: 'database-id', help: 'Database ID', required: true, asFlag: true },
  [say('collectionId')]: {
    name: say('collection-id'),
    help: say('Collection ID'),
    required: true,
    asFlag: true,
  },
});

export const transactionFlag = {
  flag: '--transaction-id',
  spellings: ['--transactionId'],
  arity: 'value',
  placeholder: 'ID',
  help: 'Stage the change in this transaction until the commit',
} as const satisfies FlagDefinition;

/** Flags that select documents: the query flags with these keys, and raw queries. */
export const selectionFlags = <Key extends keyof typeof queryFlagSet>(...keys: readonly Key[]) => ({
  ...pickFlags(queryFlagSet, ...keys),
  queries: rawQueriesFlag('{"method":"isNull","attribute":"stock"}'),
});

/** The values that choose what a bulk change is about, and how it is done. */
export type SelectionValues = FlagValuesOf<ReturnType<typeof selectionFlags<'where'>>> & {
  readonly ids: readonly string[] | undefined;
  readonly all: boolean;
  readonly concurrency: string | undefined;
  readonly transactionId?: string | undefined;
};

/** Treatments of a row whose document exists; the first is the default. */
export const onConflictChoices = ['fail', 'skip', 'update'] as const;
export type OnConflict = (typeof onConflictChoices)[number];

export const onConflictFlag = (say: Say) =>
  ({
    flag: '--on-conflict',
    arity: 'value',
    placeholder: 'CHOICE',
    choices: onConflictChoices,
    help: say('Action if a document with the ID already exists (fail)'),
  }) as const satisfies FlagDefinition;

export const idFlag = (say: Say) =>
  ({
    flag: '--id',
    arity: 'value',
    placeholder: 'FIELD',
    help: say('Field with the ID of each document ($id); without it, documents get new IDs'),
  }) as const satisfies FlagDefinition;
