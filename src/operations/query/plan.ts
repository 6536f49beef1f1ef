import { encodeJson } from '../../lib/json/raw.ts';

/** Where a page begins: behind an item, and so many further on. */
export interface Position {
  readonly cursor: string | undefined;
  readonly offset: number;
}

/** What the pages of a list have in common, and where the first begins. */
export interface Plan {
  /** The queries of every page, without its position. */
  readonly queries: readonly string[];
  readonly pageSize: number;
  readonly start: Position;
  /** Whether `$id` was added to a selection that leaves it out: the items are to be shown without it. */
  readonly hidesId: boolean;
}

/** How many items a page has: many enough to be quick, few enough that the first comes at once. */
const defaultPageSize = 100;
/** A bigger page is taken by the server without a word, but it may be cut, and then would pass for the last one. */
const maxPageSize = 5000;

interface Query {
  readonly text: string;
  readonly method: string;
  readonly values: readonly unknown[];
}

/**
 * Takes the paging out of the queries of one list. Pure.
 * @param texts queries that have been checked, as buildQueries gives them
 */
export function planPages(texts: readonly string[]): Plan {
  const queries = texts.map((text): Query => ({ values: [], ...JSON.parse(text), text }));
  const firstValue = (method: string) => queries.find((query) => query.method === method)?.values[0];
  const paging = ['limit', 'offset', 'cursorAfter'];
  const pageSize = Math.min(Number(firstValue('limit') ?? defaultPageSize), maxPageSize);
  const selected = queries.filter(({ method }) => method === 'select').flatMap(({ values }) => values);
  const lacksId = selected.length > 0 && !selected.includes('$id');
  return {
    queries: [
      ...queries
        .filter(({ method }) => !paging.includes(method) && method !== 'select')
        .map(({ text }) => text),
      ...(selected.length > 0
        ? [encodeJson({ method: 'select', values: lacksId ? [...selected, '$id'] : selected })]
        : []),
      encodeJson({ method: 'limit', values: [pageSize] }),
    ],
    pageSize,
    start: {
      cursor: firstValue('cursorAfter') as string | undefined,
      offset: Number(firstValue('offset') ?? 0),
    },
    hidesId: lacksId && !selected.includes('*'),
  };
}

/** The queries that put a page in its place. */
export function positionQueries({ cursor, offset }: Position): string[] {
  return [
    ...(offset > 0 ? [encodeJson({ method: 'offset', values: [offset] })] : []),
    ...(cursor === undefined ? [] : [encodeJson({ method: 'cursorAfter', values: [cursor] })]),
  ];
}
