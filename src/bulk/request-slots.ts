import type { Context } from '../context.ts';
import type { Client } from '../http/types.ts';
import { AdaptiveLimit } from './concurrency.ts';

export interface SlotOptions {
  /** Maximum number of concurrent requests. */
  readonly max: number;
  readonly client: Pick<Client, 'timesLimited'>;
  readonly now: Context['now'];
}

/**
 * Limits the requests of several pieces of work that run side by side, to as many as the server handles well. Further
 * requests queue.
 */
export class RequestSlots {
  readonly #limit: AdaptiveLimit;
  readonly #client: Pick<Client, 'timesLimited'>;
  readonly #now: Context['now'];
  readonly #queue: (() => void)[] = [];
  #pending = 0;

  constructor({ max, client, now }: SlotOptions) {
    this.#limit = new AdaptiveLimit(max);
    this.#client = client;
    this.#now = now;
  }

  /**
   * Sends a request as soon as there is room.
   * @param kind a `transfer` takes as long as its bytes do, which says nothing about the load of the server
   */
  async run<Value>(send: () => Promise<Value>, kind: 'request' | 'transfer' = 'request'): Promise<Value> {
    while (this.#pending >= this.#limit.current)
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#pending++;
    const startedAt = this.#now();
    const timesLimited = this.#client.timesLimited;
    try {
      const value = await send();
      if (this.#client.timesLimited > timesLimited) this.#limit.setback(startedAt, this.#now());
      else this.#limit.succeeded(kind === 'transfer' ? this.#now() : startedAt, this.#now());
      return value;
    } finally {
      this.#pending--;
      // The limit may have grown by more than one.
      for (let room = this.#limit.current - this.#pending; room > 0; room--) this.#queue.shift()?.();
    }
  }
}
