import { encodeJson } from '../../lib/json/raw.ts';
import { defaultPageSize, maxPageSize } from './page-size.ts';

/** Start of a page: an offset from the item after the cursor. */
export interface Position {
  readonly cursor: string | undefined;
  readonly offset: number;
}

/** The queries of all pages of a list, and the start of the first. */
export interface Plan {
  /** Of the first page. */
  readonly pageSize: number;
  /** True if the queries set the size of the pages. */
  readonly isSizeGiven: boolean;
  readonly start: Position;
  /** True if `$id` was added to a selection for paging: items are shown without it. */
  readonly hidesId: boolean;
  /** Returns the queries of a page. */
  queriesFor(position: Position, pageSize: number): string[];
}

interface Query {
  readonly text: string;
  readonly method: string;
  readonly values: readonly unknown[];
}

/**
 * Separates the paging of a list from its other queries.
 * @param texts checked queries from buildQueries
 * @param firstPageSize if they set none
 */
export function planPages(texts: readonly string[], firstPageSize = defaultPageSize): Plan {
  const queries = texts.map((text): Query => ({ values: [], ...JSON.parse(text), text }));
  const firstValue = (method: string) => queries.find((query) => query.method === method)?.values[0];
  const paging = ['limit', 'offset', 'cursorAfter'];
  const givenSize = firstValue('limit');
  const selected = queries.filter(({ method }) => method === 'select').flatMap(({ values }) => values);
  const lacksId = selected.length > 0 && !selected.includes('$id');
  const fixed = [
    ...queries
      .filter(({ method }) => !paging.includes(method) && method !== 'select')
      .map(({ text }) => text),
    ...(selected.length > 0
      ? [encodeJson({ method: 'select', values: lacksId ? [...selected, '$id'] : selected })]
      : []),
  ];
  return {
    pageSize: Math.min(Number(givenSize ?? firstPageSize), maxPageSize),
    isSizeGiven: givenSize !== undefined,
    start: {
      cursor: firstValue('cursorAfter') as string | undefined,
      offset: Number(firstValue('offset') ?? 0),
    },
    hidesId: lacksId && !selected.includes('*'),
    queriesFor: (position, pageSize) => [
      ...fixed,
      encodeJson({ method: 'limit', values: [pageSize] }),
      ...positionQueries(position),
    ],
  };
}

/** Returns the queries for the position of a page. */
function positionQueries({ cursor, offset }: Position): string[] {
  return [
    ...(offset > 0 ? [encodeJson({ method: 'offset', values: [offset] })] : []),
    ...(cursor === undefined ? [] : [encodeJson({ method: 'cursorAfter', values: [cursor] })]),
  ];
}
