import type { Context } from '../context.ts';
import type { Client } from '../http/types.ts';
import { AdaptiveLimit } from './concurrency.ts';
import { forEachConcurrent } from './each.ts';

export interface Pace {
  /** Never more than so many at once. */
  readonly concurrency: number;
  /** That the work sends with: it tells when the server limits the rate. */
  readonly client: Pick<Client, 'timesLimited'>;
  readonly now: Context['now'];
}

/**
 * Works on items side by side, as many at once as the server bears.
 * @throws what the first failing work, or the items, threw; what was under way has ended then
 */
export async function forEachAdaptive<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  { concurrency, client, now }: Pace,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const limit = new AdaptiveLimit(concurrency);
  await forEachConcurrent(items, limit, async (item) => {
    const began = now();
    const limitedBefore = client.timesLimited;
    await work(item);
    if (client.timesLimited > limitedBefore) limit.setback(began, now());
    else limit.succeeded(began, now());
  });
}
