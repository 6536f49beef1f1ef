/**
 * The flags that stand for queries, and which operation has which of them. Every command line passes here, so what
 * they mean is in build.ts, which is loaded when a command runs.
 */
import type { Operation, Param } from '../../api/schema.ts';
import type { Flag } from '../../core/spec.ts';

/** The heading of these flags, and of `--queries`, in help. */
export const queryHeading = 'Query';

const where: Flag = {
  key: 'where',
  flag: '--where',
  takes: 'each',
  placeholder: 'CONDITION',
  help: "Only what matches, such as 'price > 10'; several must all hold",
  heading: queryHeading,
};
const sort: Flag = {
  key: 'sort',
  flag: '--sort',
  takes: 'each',
  placeholder: 'ATTRIBUTE',
  help: 'Order by an attribute; -price is from high to low',
  heading: queryHeading,
};
const select: Flag = {
  key: 'select',
  flag: '--select',
  takes: 'one',
  placeholder: 'A,B',
  help: 'Ask for these attributes only',
  heading: queryHeading,
};
const limit: Flag = {
  key: 'limit',
  flag: '--limit',
  takes: 'one',
  placeholder: 'N',
  help: 'At most N; the server gives 25 if this is left out',
  heading: queryHeading,
};
const offset: Flag = {
  key: 'offset',
  flag: '--offset',
  takes: 'one',
  placeholder: 'N',
  help: 'Skip the first N',
  heading: queryHeading,
};
const cursorAfter: Flag = {
  key: 'cursorAfter',
  flag: '--cursor-after',
  takes: 'one',
  placeholder: 'ID',
  help: 'Begin after this one',
  heading: queryHeading,
};
const cursorBefore: Flag = {
  key: 'cursorBefore',
  flag: '--cursor-before',
  takes: 'one',
  placeholder: 'ID',
  help: 'End before this one',
  heading: queryHeading,
};
const all: Flag = {
  key: 'all',
  flag: '--all',
  takes: 'none',
  help: 'Everything, page by page as it comes',
  heading: queryHeading,
};

/** Every flag that stands for queries. */
export const allQueryFlags: readonly Flag[] = [
  where,
  sort,
  select,
  limit,
  offset,
  cursorAfter,
  cursorBefore,
  all,
];

/** The parameter that an operation takes its queries in, or undefined where it takes none. */
export function queriesParam(operation: Operation): Param | undefined {
  return operation.params.find(({ name }) => name === 'queries');
}

/**
 * The query flags that an operation has. Logs can only be paged; a selection is for documents, whose attributes the
 * collection decides; a single document can be selected from and nothing else.
 */
export function queryFlags(operation: Operation): readonly Flag[] {
  const param = queriesParam(operation);
  if (!param) return [];
  if (param.queryMethods) return [limit, offset, all];
  const ofDocuments = param.filterable === undefined;
  if (!isList(operation)) return ofDocuments ? [select] : [];
  return allQueryFlags.filter((flag) => flag !== select || ofDocuments);
}

function isList(operation: Operation): boolean {
  return operation.response?.endsWith('List') ?? false;
}
