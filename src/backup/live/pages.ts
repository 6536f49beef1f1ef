/** Reads a list of a server in the order of IDs, in constant memory, while others change it. */
import type { Operation } from '../../api/schema.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import type { TextResponse } from '../../http/types.ts';
import { encodeJson } from '../../lib/json/raw.ts';
import { items, members } from '../../lib/json/slices.ts';
import { counted } from '../../lib/text/words.ts';
import type { Values } from '../../operations/request.ts';
import { viewOf } from '../../operations/send.ts';
import { idOfLine } from '../id-of-line.ts';

const firstPageSize = 200;
/** Servers give no more. */
const maxPageSize = 5000;
const minPageSize = 25;
/** Length of a page's body that is worth a request, and still small in memory. In UTF-16 units. */
const wantedBodyLength = 512 * 1024;

/** A list to read. */
export interface List {
  readonly operation: Operation;
  /** Of its path. */
  readonly values: Values;
  /** Conditions and selections, as JSON texts. */
  readonly queries: readonly string[];
}

/** Sends a request of a list. */
export type SendList = (operation: Operation, values: Values) => Promise<TextResponse>;

export const query = (
  method: string,
  attribute: string | undefined,
  ...values: (string | number)[]
): string => encodeJson({ method, ...(attribute !== undefined && { attribute }), values });

interface Page {
  readonly items: readonly string[];
  readonly total: number;
  readonly bodyLength: number;
  readonly requested: number;
}

/**
 * Yields the items of a list in the order of their IDs. The next page is requested before the items of one are used.
 * @returns JSON texts
 * @throws CliError exit 1 if the server repeats itself or leaves items out; HttpError as the client
 */
export async function* itemsById(list: List, send: SendList): AsyncGenerator<string, void, void> {
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
        const id = idOf(last);
        if (id === after) throw repeated(seen);
        after = id;
        size = nextSize(page);
        next = pageAfter(id, size, list, send);
        // Awaited only after the items have been used: until then a failure must not count as unhandled.
        next.catch(() => {});
      }
      yield* page.items;
    }
  } finally {
    await next?.catch(() => {});
  }
}

/** Returns the size of the page that follows. */
function nextSize({ requested, bodyLength, items: { length } }: Page): number {
  const fitting = Math.floor((wantedBodyLength / Math.max(1, bodyLength)) * length);
  return Math.max(minPageSize, Math.min(maxPageSize, fitting, requested * 2));
}

async function pageAfter(
  after: string | undefined,
  size: number,
  { operation, values, queries }: List,
  send: SendList,
): Promise<Page> {
  const request = async (position: readonly string[]) => {
    const fixed = [...queries, query('orderAsc', '$id'), query('limit', undefined, size)];
    const { text } = await send(operation, { ...values, queries: [...fixed, ...position] });
    const body = members(text);
    const list = [...items(body.get(viewOf(operation).items!) ?? '[]')];
    return { items: list, total: Number(body.get('total') ?? 0), bodyLength: text.length, requested: size };
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

/** Returns the ID of an item. @throws CliError exit 1 if it has none */
export function idOf(item: string): string {
  const id = idOfLine(item);
  if (id !== '') return id;
  throw new CliError(ExitCode.failure, 'the server sent an item without "$id"');
}

const repeated = (seen: number) =>
  new CliError(
    ExitCode.failure,
    `the server returned the same page again after ${counted(seen, 'items')}, so the list is incomplete`,
    { hint: 'run the command again' },
  );
