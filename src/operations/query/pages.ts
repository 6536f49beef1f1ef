/** `--all`: fetches a list page by page. */
import { CliError, ExitCode } from '../../errors.ts';
import { items as itemsOf, members, writeObject } from '../../lib/json/slices.ts';
import { counted, unfinished } from '../../lib/text/words.ts';
import { type Position, planPages, positionQueries } from './plan.ts';

/** Sends the list operation with these queries and returns the body unchanged. */
export type FetchPage = (queries: readonly string[]) => Promise<string>;

export interface PagesOptions {
  /** From buildQueries; a raw `limit` among them is the page size. */
  readonly queries: readonly string[];
  /** Member of the body that holds the items: `documents`. */
  readonly member: string;
  /** Receives the number of items so far after each page. */
  readonly onPage?: (items: number) => void;
}

/**
 * Fetches the pages of a list lazily: the next request is sent when the caller asks for the next page. Pages continue
 * after the last item's `$id`, or by offset if items have none. `total` is ignored, since it stops at 5000. A page of
 * another length than requested is the last: a shorter one ends the list, a longer one comes from a list without paging.
 * @returns the bodies unchanged, but without a `$id` that was requested only for paging
 * @throws CliError of fetchPage, with the number of items so far and the flags to resume; exit 1 if the server repeats a
 * page
 */
export async function* allPages(
  fetchPage: FetchPage,
  { queries, member, onPage }: PagesOptions,
): AsyncGenerator<string, void, void> {
  const plan = planPages(queries);
  let position = plan.start;
  let seen = 0;
  let previous: string | undefined;
  for (;;) {
    const text = await fetchPage([...plan.queries, ...positionQueries(position)]).catch((error: unknown) => {
      throw withProgress(error, seen, position);
    });
    const items = readItems(text, member);
    const lastId = items.at(-1)?.$id;
    if (items.length === 0 && seen > 0) return;
    if (text === previous || (lastId !== undefined && lastId === position.cursor)) throw repeated(seen);
    seen += items.length;
    onPage?.(seen);
    yield plan.hidesId && items.length > 0 ? withoutIds(text, member) : text;
    if (items.length !== plan.pageSize) return;
    position = nextPosition(position, items.length, lastId);
    previous = text;
  }
}

/** Removes the `$id` of each item from the body of a list. Everything else keeps its order and its tokens. */
function withoutIds(text: string, member: string): string {
  const body = members(text);
  const list = body.get(member);
  if (list === undefined) return text;
  const shown = [...itemsOf(list)].map((item) => {
    const fields = members(item);
    fields.delete('$id');
    return writeObject(fields);
  });
  return writeObject(body.set(member, `[${shown.join(',')}]`));
}

/** Returns the items of a page, for their number and IDs; none if the body has no such list. */
function readItems(text: string, member: string): { readonly $id?: string }[] {
  const items = JSON.parse(text)?.[member];
  return Array.isArray(items) ? items : [];
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
