/** `--all`: fetches a list page by page. */
import { CliError, ExitCode } from '../../errors.ts';
import { decodeString, editMembers, kindOf, members, readList, writeObject } from '../../lib/json/slices.ts';
import { counted, unfinished } from '../../lib/text/words.ts';
import { bodyText } from '../../output/page.ts';
import type { Body, ListPage } from '../../output/types.ts';
import { nextPageSize } from './page-size.ts';
import { type Position, planPages } from './plan.ts';

/** Sends the list operation with these queries and returns the body unchanged. */
export type FetchPage = (queries: readonly string[]) => Promise<string>;

export interface PagesOptions {
  /** From buildQueries; a raw `limit` among them is the size of each page. */
  readonly queries: readonly string[];
  /** Member of the body that holds the items: `documents`. */
  readonly member: string;
  /** Makes pages as large as the server gives them quickly, unless the queries set a size; undefined: 100 items. */
  readonly growth?: PageGrowth | undefined;
  /** Cancels the request of a page that was requested ahead, and is not wanted any more. */
  readonly cancel?: () => void;
}

export interface PageGrowth {
  readonly firstPageSize: number;
  /** Milliseconds of a clock. */
  readonly now: () => number;
}

interface Page extends ListPage {
  /** False if the body has no list. */
  readonly isList: boolean;
  readonly lastId: string | undefined;
  readonly requested: number;
  readonly tookMs: number;
}

/**
 * Fetches the pages of a list as {@link listBodies}.
 * @returns the texts of the bodies
 */
export async function* allPages(
  fetchPage: FetchPage,
  options: PagesOptions,
): AsyncGenerator<string, void, void> {
  for await (const body of listBodies(fetchPage, options)) yield bodyText(body);
}

/**
 * Fetches the pages of a list, one ahead: the next is requested before the caller gets this one. Pages continue after
 * the last item's `$id`, or by offset if items have none. A page of another length than requested is the last: a shorter
 * one ends the list, unless more items than all so far are counted in `total`, which stops at 5000; a longer one comes
 * from a list without paging.
 * @returns the bodies unchanged, but without a `$id` that was requested only for paging
 * @throws CliError of fetchPage, with the number of items so far and the flags to resume; exit 1 if the server repeats a
 * page
 */
export async function* listBodies(
  fetchPage: FetchPage,
  { queries, member, growth, cancel }: PagesOptions,
): AsyncGenerator<Body, void, void> {
  const plan = planPages(queries, growth?.firstPageSize);
  const { start } = plan;
  const startsAtFirst = start.cursor === undefined && start.offset === 0;
  const request = async (position: Position, pageSize: number): Promise<Page> => {
    const began = growth?.now() ?? 0;
    const text = await fetchPage(plan.queriesFor(position, pageSize));
    const tookMs = (growth?.now() ?? 0) - began;
    return { text, ...readItems(text, member), requested: pageSize, tookMs };
  };

  let position = start;
  let pageSize = plan.pageSize;
  let seen = 0;
  let previous: string | undefined;
  let wasShort = false;
  let pending: Promise<Page> | undefined = request(position, pageSize);
  try {
    while (pending) {
      const page: Page = await pending.catch((error: unknown) => {
        throw withProgress(error, seen, position);
      });
      pending = undefined;
      const { text, items, lastId } = page;
      if (items.length === 0 && seen > 0) return;
      if (text === previous || (lastId !== undefined && lastId === position.cursor)) {
        // Some totals count items that the list leaves out.
        if (wasShort) return;
        throw repeated(seen);
      }
      previous = text;
      seen += items.length;
      wasShort = items.length > 0 && items.length < page.requested;
      if (items.length === page.requested || (wasShort && startsAtFirst && seen < Number(page.total ?? 0))) {
        position = nextPosition(position, items.length, lastId);
        if (growth && !plan.isSizeGiven)
          pageSize = nextPageSize({ ...page, received: items.length, bodyLength: text.length });
        pending = request(position, pageSize);
        // Awaited only after the caller has used this page: until then a failure must not count as unhandled.
        pending.catch(() => {});
      }
      if (!page.isList) yield text;
      else yield plan.hidesId ? withoutIds(page, member) : page;
    }
  } finally {
    if (pending) cancel?.();
  }
}

/** Removes the `$id` of each item from a page. Everything else keeps its order and its tokens. */
function withoutIds({ text, items, total }: Page, member: string): ListPage {
  const shown = items.map((item) => editMembers(item, { leftOut: ['$id'] }));
  return {
    items: shown,
    total,
    get text() {
      return writeObject(members(text).set(member, `[${shown.join(',')}]`));
    },
  };
}

/** Finds the items of a page. */
function readItems(text: string, member: string): Pick<Page, 'items' | 'isList' | 'lastId' | 'total'> {
  const { items, total } = readList(text, member);
  const id = members(items?.at(-1) ?? '{}').get('$id');
  const lastId = id !== undefined && kindOf(id) === 'string' ? decodeString(id) : undefined;
  return { items: items ?? [], isList: items !== undefined, lastId, total };
}

function nextPosition({ cursor, offset }: Position, count: number, lastId: string | undefined): Position {
  return lastId === undefined ? { cursor, offset: offset + count } : { cursor: lastId, offset: 0 };
}

function withProgress(error: unknown, seen: number, { cursor, offset }: Position): unknown {
  if (!(error instanceof CliError) || seen === 0) return error;
  const flags = [
    ...(cursor ? [`--cursor-after ${cursor}`] : []),
    ...(offset > 0 ? [`--offset ${offset}`] : []),
  ];
  const goOn = `continue with ${flags.join(' ')}`;
  return new CliError(error.exitCode, `${unfinished(error.message)}, after ${counted(seen, 'items')}`, {
    hint: error.hint ? `${error.hint}; then ${goOn}` : goOn,
    status: error.status,
    type: error.type,
    cause: error,
  });
}

function repeated(seen: number): CliError {
  return new CliError(
    ExitCode.failure,
    `the server returned the same page again after ${seen} items, so the list is incomplete`,
  );
}
