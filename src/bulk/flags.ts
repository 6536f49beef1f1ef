/** Flags of bulk commands, which help loads. options.ts reads their values, and is loaded when a command runs. */
import { type ArgumentSet, type FlagSet, pickFlags } from '../core/flags.ts';
import { queryFlagSet, queryHeading } from '../operations/query/flags.ts';
import { rowFormats } from './rows/row.ts';

export const concurrencyFlag = {
  flag: '--concurrency',
  arity: 'value',
  placeholder: 'N',
  help: 'Maximum number of requests at once (8); fewer while the server limits the rate or is slow',
} as const;

/** Returns the argument for the IDs of items, which conditions can replace. */
export const idsArgument = (name: string, help: string) =>
  ({ name, help, required: false, variadic: true, asFlag: true, commaSeparated: true }) as const;

export const rawQueriesFlag = (example: string) =>
  ({
    flag: '--queries',
    arity: 'variadic',
    placeholder: 'TEXT…',
    help: `Queries as JSON, such as ${example}`,
    heading: queryHeading,
  }) as const;

/**
 * Returns the flags that select items of a list: the query flags with these keys, a search, and raw queries.
 * @param example of a query
 */
export const listSelectionFlags = <Key extends keyof typeof queryFlagSet = 'where'>(
  example: string,
  ...keys: readonly Key[]
) => ({
  ...pickFlags(queryFlagSet, ...keys),
  search: {
    flag: '--search',
    arity: 'value',
    placeholder: 'TEXT',
    help: 'Words to look for',
    heading: queryHeading,
  } as const,
  queries: rawQueriesFlag(example),
});

/** Sources of the IDs of uploaded files; the first is the default. */
export const idRules = ['unique', 'name', 'path', 'from-manifest'] as const;
export type IdRule = (typeof idRules)[number];

/** Name of the manifest of a folder of files. The dot keeps it out of other uploads of the folder. */
export const manifestName = '.appwrite-files.json';

/** The file of an import. */
export const fileArgument = {
  file: {
    name: 'file',
    help: 'File to import: .ndjson, .json or .csv; - is stdin',
    required: true,
    asFlag: true,
    completes: 'file',
  },
} as const satisfies ArgumentSet;

/** The flags of every import. */
export const importFlags = {
  inputFormat: {
    flag: '--input-format',
    arity: 'value',
    placeholder: 'FMT',
    choices: rowFormats,
    help: 'Format of the file, if its ending names none; stdin is read as ndjson',
  },
  concurrency: concurrencyFlag,
  restart: {
    flag: '--restart',
    arity: 'none',
    help: 'Start over, instead of continuing an earlier run of this import',
  },
  resume: {
    flag: '--resume',
    arity: 'none',
    help: 'Continue an earlier run although the file has changed since; finished rows must be unchanged',
  },
} as const satisfies FlagSet;
