import type { Operation } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import { buildRequest, type Values } from '../operations/request.ts';
import { type Item, readItems } from './completion/items.ts';
import { idField } from './completion/lists.ts';

/** Items of the first request. If there are more, what is typed narrows the next ones. */
const pageSize = 100;
/** Time without a key after which the server is asked. */
const typingPauseMs = 250;
/** Maximum length of `search` on the server. */
const maxSearchLength = 256;

/** The first items of a list of the server, and a way to the others. */
export interface FirstItems {
  readonly items: readonly Item[];
  /** True if the list has no others. */
  readonly isComplete: boolean;
  /** Returns the items that match a text: from the first ones, or else from the server. */
  find(typed: string, signal: AbortSignal): Promise<readonly Item[]>;
}

/**
 * Requests the first items of a list.
 * @param values the IDs of its path
 * @throws CliError exit 3 if settings for the connection are missing; HttpError if the server refuses
 */
export async function loadFirstItems(
  list: Operation,
  values: Values,
  { clientFor, context }: Services,
): Promise<FirstItems> {
  // Nothing is written while a question is on the screen.
  const client = await clientFor(list.sentWith, { retries: 1, note: () => {} });
  const takes = (name: string) => list.params.some((param) => param.name === name);
  const request = async (narrowing: Values, queries: readonly object[], signal = context.signal) => {
    const limited = [{ method: 'limit', values: [pageSize] }, ...queries].map((query) =>
      JSON.stringify(query),
    );
    const asked = { ...values, ...narrowing, ...(takes('queries') && { queries: limited }) };
    const body = JSON.parse((await client.text(buildRequest(list, asked), signal)).text);
    return { items: readItems(body), total: Number(body.total) };
  };
  const { items, total } = await request({}, []);
  // Some lists have no pages.
  const isComplete = !takes('queries') || total <= pageSize;

  async function ask(typed: string, signal: AbortSignal): Promise<readonly Item[]> {
    const begins = { method: 'startsWith', attribute: idField(list.path), values: [typed] };
    const found = await Promise.all([
      ...(takes('search') ? [request({ search: typed.slice(0, maxSearchLength) }, [], signal)] : []),
      request({}, [begins], signal),
    ]);
    return [...matching(items, typed), ...found.flatMap((page) => page.items)];
  }

  return {
    items,
    isComplete,
    async find(typed, signal) {
      if (isComplete || typed === '') return matching(items, typed);
      await context.sleep(typingPauseMs);
      if (signal.aborted) return [];
      const found = await ask(typed, AbortSignal.any([signal, context.signal]));
      return [...new Map(found.map((item) => [item.id, item])).values()];
    },
  };
}

/** Returns the items whose ID or name contains a text; those that begin with it come first. */
export function matching(items: readonly Item[], typed: string): readonly Item[] {
  const text = typed.trim().toLowerCase();
  const places = items.map((item) => ({
    item,
    at: [item.id, item.name].map((part) => part.toLowerCase().indexOf(text)),
  }));
  const found = places.filter(({ at }) => at.some((index) => index >= 0));
  const begins = found.filter(({ at }) => at.includes(0));
  return [...begins, ...found.filter((one) => !begins.includes(one))].map(({ item }) => item);
}
