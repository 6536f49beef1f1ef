/** Reads a list of a server in the order of IDs, in constant memory, while others change it. */
import type { Operation } from '../../api/schema.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import { encodeJson } from '../../lib/json/raw.ts';
import { members, readList } from '../../lib/json/slices.ts';
import { counted } from '../../lib/text/words.ts';
import { nextPageSize, type PageFacts } from '../../operations/query/page-size.ts';
import type { Values } from '../../operations/request.ts';
import { viewOf } from '../../operations/send.ts';
import { requiredId } from '../id-of-line.ts';

const firstPageSize = 200;

/** A list to read. */
export interface List {
  readonly operation: Operation;
  /** Of its path. */
  readonly values: Values;
  /** Conditions and selections, as JSON texts. */
  readonly queries: readonly string[];
}

/** A response, and the time from its request to its end, without that of waiting to be sent. */
export interface ListResponse {
  readonly text: string;
  readonly tookMs: number;
}

/** Sends a request of a list. */
export type SendList = (operation: Operation, values: Values) => Promise<ListResponse>;

export const query = (
  method: string,
  attribute: string | undefined,
  ...values: (string | number)[]
): string => encodeJson({ method, ...(attribute !== undefined && { attribute }), values });

interface Page extends PageFacts {
  readonly items: readonly string[];
  readonly total: number;
}

/**
 * Yields the items of a list in the order of their IDs, by pages: a step of an asynchronous generator takes as long as
 * the rest of the work on an item. The next page is requested before the items of one are used.
 * @returns JSON texts
 * @throws CliError exit 1 if the server repeats itself or leaves items out; HttpError as the client
 */
export async function* pagesById(list: List, send: SendList): AsyncGenerator<readonly string[], void, void> {
  let after: string | undefined;
  let seen = 0;
  let size = firstPageSize;
  let next: Promise<Page> | undefined = pageAfter(undefined, size, list, send);
  try {
    while (next) {
      const page: Page = await next;
      next = undefined;
      seen += page.items.length;
      const last = page.items.at(-1);
      // Servers stop counting at 5000, so that the total only shows that something is missing.
      const isShort = page.items.length < page.requested;
      if (last !== undefined && (!isShort || seen < page.total)) {
        const id = requiredId(last);
        if (id === after) throw repeated(seen);
        after = id;
        size = nextPageSize(page);
        next = pageAfter(id, size, list, send);
        // Awaited only after the items have been used: until then a failure must not count as unhandled.
        next.catch(() => {});
      }
      yield page.items;
    }
  } finally {
    await next?.catch(() => {});
  }
}

async function pageAfter(
  after: string | undefined,
  size: number,
  { operation, values, queries }: List,
  send: SendList,
): Promise<Page> {
  const request = async (position: readonly string[]): Promise<Page> => {
    const fixed = [...queries, query('orderAsc', '$id'), query('limit', undefined, size)];
    const { text, tookMs } = await send(operation, { ...values, queries: [...fixed, ...position] });
    const { items = [], total = 0 } = readList(text, viewOf(operation).items!);
    const facts = { requested: size, received: items.length, bodyLength: text.length, tookMs };
    return { ...facts, items, total: Number(total) };
  };
  if (after === undefined) return request([]);
  try {
    return await request([query('cursorAfter', undefined, after)]);
  } catch (error) {
    // The item has been deleted since. A condition needs no item.
    if (!(error instanceof HttpError) || error.type !== 'general_cursor_not_found') throw error;
    return request([query('greaterThan', '$id', after)]);
  }
}

/** Asks how many items a list has. @returns at most 5000 on most servers */
export async function countItems({ operation, values, queries }: List, send: SendList): Promise<number> {
  const { text } = await send(operation, { ...values, queries: [...queries, query('limit', undefined, 1)] });
  return Number(members(text).get('total') ?? 0);
}

const repeated = (seen: number) =>
  new CliError(
    ExitCode.failure,
    `the server returned the same page again after ${counted(seen, 'items')}, so the list is incomplete`,
    { hint: 'run the command again' },
  );
