import type { Context } from '../context.ts';
import type { Client } from '../http/types.ts';

const initialLimit = 4;
/** Latencies below this never slow the work down, however they compare. */
const acceptableLatencyMs = 500;
/** Factor over the best latency at which the server counts as overloaded. */
const overloadFactor = 4;
/** Weight of the latest response in the moving average. */
const latestWeight = 0.1;
/** Growth of the best latency per response, so that a permanently slower server stops counting as overloaded. */
const bestLatencyDecay = 1.001;

/**
 * Limit on concurrent requests that adapts to the server by additive increase and multiplicative decrease. It doubles
 * like TCP's slow start until the first setback.
 */
export class AdaptiveLimit {
  readonly #max: number;
  #limit: number;
  #isSlowStart = true;
  #averageMs: number | undefined;
  #bestMs = Number.POSITIVE_INFINITY;
  #lastSetback = Number.NEGATIVE_INFINITY;

  constructor(max: number) {
    this.#max = max;
    this.#limit = Math.min(max, initialLimit);
  }

  get current(): number {
    return Math.floor(this.#limit);
  }

  /**
   * Reports a response, to grow the limit, or to shrink it if responses have become slow.
   * @param startedAt time at which the request was sent, in ms
   */
  succeeded(startedAt: number, now: number): void {
    const tookMs = now - startedAt;
    this.#averageMs =
      this.#averageMs === undefined ? tookMs : this.#averageMs + (tookMs - this.#averageMs) * latestWeight;
    this.#bestMs = Math.min(this.#bestMs * bestLatencyDecay, this.#averageMs);
    if (this.#averageMs > Math.max(acceptableLatencyMs, this.#bestMs * overloadFactor))
      this.setback(startedAt, now);
    else this.#limit = Math.min(this.#max, this.#limit + (this.#isSlowStart ? 1 : 1 / this.#limit));
  }

  /** Halves the limit, once for all requests that were pending at the same time. */
  setback(startedAt: number, now: number): void {
    if (startedAt < this.#lastSetback) return;
    this.#lastSetback = now;
    this.#isSlowStart = false;
    this.#limit = Math.max(1, this.#limit / 2);
  }
}

/**
 * Works on items concurrently. Reads the next item once there is room for it. If work fails, starts no more and waits
 * for what is pending.
 * @param limit read again for each item, so that it may change
 * @throws what the first failing work, or the items, threw
 */
export async function forEachConcurrent<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  limit: { readonly current: number },
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let pending = 0;
  let failure: { readonly reason: unknown } | undefined;
  let wake = () => {};
  const start = async (item: Item) => {
    pending++;
    try {
      await work(item);
    } catch (reason) {
      failure ??= { reason };
    } finally {
      pending--;
      wake();
    }
  };
  const waitUntil = async (condition: () => boolean) => {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  try {
    for await (const item of items) {
      if (failure) break;
      void start(item);
      await waitUntil(() => pending < limit.current || failure !== undefined);
      if (failure) break;
    }
  } catch (reason) {
    failure ??= { reason };
  }
  await waitUntil(() => pending === 0);
  if (failure) throw failure.reason;
}

export interface AdaptiveOptions {
  /** Maximum number of concurrent requests. */
  readonly concurrency: number;
  /** Client that the work sends with; it counts how often the server limited the rate. */
  readonly client: Pick<Client, 'timesLimited'>;
  readonly now: Context['now'];
}

/**
 * Works on items concurrently, with as many requests at a time as the server handles well.
 * @throws what the first failing work, or the items, threw, after all pending work has ended
 */
export async function forEachAdaptive<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  { concurrency, client, now }: AdaptiveOptions,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const limit = new AdaptiveLimit(concurrency);
  await forEachConcurrent(items, limit, (item) => measured(() => work(item), limit, { client, now }));
}

/**
 * Does work that sends requests, and reports to the limit how well the server took it; work that fails says nothing.
 * @param kind a `transfer` takes as long as its bytes do, which says nothing about the load of the server
 */
export async function measured<Value>(
  work: () => Promise<Value>,
  limit: AdaptiveLimit,
  { client, now }: Pick<AdaptiveOptions, 'client' | 'now'>,
  kind: 'request' | 'transfer' = 'request',
): Promise<Value> {
  const startedAt = now();
  const timesLimited = client.timesLimited;
  const value = await work();
  if (client.timesLimited > timesLimited) limit.setback(startedAt, now());
  else limit.succeeded(kind === 'transfer' ? now() : startedAt, now());
  return value;
}
