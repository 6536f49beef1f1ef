/** Counts the items of a server exactly, although it counts to 5000 only. */
import { forEachConcurrent } from '../../bulk/concurrency.ts';
import { HttpError } from '../../http/failure.ts';
import { detached } from '../../lib/text/detached.ts';
import { requiredId } from '../id-of-line.ts';
import type { Part } from '../parts.ts';
import type { LiveSnapshot } from '../snapshot.ts';

/** Servers count no further. */
const maxCounted = 5000;
/** Items of a range, with room for new ones. */
const rangeItems = 4000;

/** Notes where the ranges end, while the items are read in the order of the server. */
export class RangeEnds {
  readonly ids: string[] = [];
  #read = 0;

  note(item: string): void {
    if (++this.#read % rangeItems === 0) this.ids.push(detached(requiredId(item)));
  }
}

/**
 * Counts the items of a part by ranges, which takes a server and the network much less than a list of all IDs.
 * @param ends IDs in the order of the server
 * @param concurrency maximum number of concurrent requests
 * @returns undefined if a range has too many items, or the server refuses such conditions
 */
export async function exactTotal(
  part: Part,
  ends: readonly string[],
  snapshot: Pick<LiveSnapshot, 'totalOf'>,
  concurrency: number,
): Promise<number | undefined> {
  const ranges = [...ends, undefined].map((upTo, at) => ({ after: ends[at - 1], upTo }));
  let sum = 0;
  let isExact = true;
  try {
    await forEachConcurrent(ranges, { current: concurrency }, async (range) => {
      const total = await snapshot.totalOf(part, range);
      sum += total;
      isExact &&= total < maxCounted;
    });
  } catch (error) {
    if (ends.length > 0 && error instanceof HttpError && error.status === 400) return undefined;
    throw error;
  }
  return isExact ? sum : undefined;
}
