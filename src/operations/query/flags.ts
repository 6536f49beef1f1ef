/**
 * The query flags, and the operations that have them. Loaded with every command line; their meaning is in build.ts, which
 * is loaded when a command runs.
 */
import type { Operation, Param } from '../../api/schema.ts';
import { type Flag, type FlagSet, type FlagValuesOf, flagsOf, pickFlags } from '../../core/flags.ts';

/** The heading of these flags, and of `--queries`, in help. */
export const queryHeading = 'Query';

/** Every query flag. */
export const queryFlagSet = {
  where: {
    flag: '--where',
    arity: 'repeatable',
    placeholder: 'CONDITION',
    help: "Only what matches, such as 'price > 10'; several must all hold",
    heading: queryHeading,
  },
  sort: {
    flag: '--sort',
    arity: 'repeatable',
    placeholder: 'ATTRIBUTE',
    help: 'Order by an attribute; -price is from high to low',
    heading: queryHeading,
  },
  select: {
    flag: '--select',
    arity: 'value',
    placeholder: 'A,B',
    help: 'Ask for these attributes only',
    heading: queryHeading,
  },
  limit: {
    flag: '--limit',
    arity: 'value',
    placeholder: 'N',
    help: 'At most N; the server gives 25 if this is left out',
    heading: queryHeading,
  },
  offset: {
    flag: '--offset',
    arity: 'value',
    placeholder: 'N',
    help: 'Skip the first N',
    heading: queryHeading,
  },
  cursorAfter: {
    flag: '--cursor-after',
    arity: 'value',
    placeholder: 'ID',
    help: 'Begin after this one',
    heading: queryHeading,
  },
  cursorBefore: {
    flag: '--cursor-before',
    arity: 'value',
    placeholder: 'ID',
    help: 'End before this one',
    heading: queryHeading,
  },
  all: {
    flag: '--all',
    arity: 'none',
    help: 'Everything, page by page as it comes',
    heading: queryHeading,
  },
} as const satisfies FlagSet;

type QueryFlag = keyof typeof queryFlagSet;

/** The values of the query flags and of `--queries` that a command has. */
export type QueryValues = Partial<FlagValuesOf<typeof queryFlagSet>> & {
  readonly queries?: readonly string[] | undefined;
};

/** Returns the parameter for queries, or undefined if the operation takes none. */
export function queriesParam(operation: Operation): Param | undefined {
  return operation.params.find(({ name }) => name === 'queries');
}

const documentModels: readonly unknown[] = ['document', 'documentList', 'row', 'rowList'];

/** True if the fields of an operation's response are the attributes of a collection, or the columns of a table. */
export function isOfDocuments({ response }: Operation): boolean {
  return documentModels.includes(response);
}

/** Models of the lists of attributes that a collection has, or of columns that a table has. */
export const attributeListModels: readonly string[] = ['attributeList', 'columnList'];

/** Returns the query flags of an operation. */
export function queryFlags(operation: Operation): readonly Flag[] {
  return flagsOf(pickFlags(queryFlagSet, ...queryFlagNames(operation)));
}

/**
 * Logs can only be paged. `--select` is for documents, since their collection defines the attributes; a single document
 * takes `--select` only. A change of many takes what chooses them.
 */
function queryFlagNames(operation: Operation): readonly QueryFlag[] {
  const param = queriesParam(operation);
  if (!param) return [];
  if (param.queryMethods) return ['limit', 'offset', 'all'];
  if (operation.method !== 'GET') return ['where', 'sort', 'limit'];
  const isDocument = param.filterable === undefined;
  if (!isList(operation)) return isDocument ? ['select'] : [];
  const names = Object.keys(queryFlagSet) as QueryFlag[];
  return names.filter((name) => name !== 'select' || isDocument);
}

/** True if the answer is a list. */
export function isList(operation: Operation): boolean {
  return operation.response?.endsWith('List') ?? false;
}
