import { AdaptiveLimit, type AdaptiveOptions, measured } from './concurrency.ts';

/**
 * Limits the requests of several pieces of work that run side by side, to as many as the server handles well. Further
 * requests queue.
 */
export class RequestSlots {
  readonly #limit: AdaptiveLimit;
  readonly #options: AdaptiveOptions;
  readonly #queue: (() => void)[] = [];
  #pending = 0;

  constructor(options: AdaptiveOptions) {
    this.#limit = new AdaptiveLimit(options.concurrency);
    this.#options = options;
  }

  /**
   * Sends a request as soon as there is room.
   * @param kind as of {@link measured}
   */
  async run<Value>(send: () => Promise<Value>, kind: 'request' | 'transfer' = 'request'): Promise<Value> {
    while (this.#pending >= this.#limit.current)
      await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#pending++;
    try {
      return await measured(send, this.#limit, this.#options, kind);
    } finally {
      this.#pending--;
      // The limit may have grown by more than one.
      for (let room = this.#limit.current - this.#pending; room > 0; room--) this.#queue.shift()?.();
    }
  }
}
