import { setTimeout as sleep } from 'node:timers/promises';

/** Work that has begun and not ended, and a way to wait until it has. */
export class InProgress {
  #count = 0;
  readonly #waiting = new Set<() => void>();

  async run<Value>(work: () => Promise<Value>): Promise<Value> {
    this.#count++;
    try {
      return await work();
    } finally {
      this.#count--;
      for (const check of this.#waiting) check();
    }
  }

  /**
   * Waits until all work has ended, or until it takes too long.
   * @param excused returns the number of those that need not end
   */
  async settled(maxWaitMs: number, excused: () => number = () => 0): Promise<void> {
    let check = () => {};
    const ended = new Promise<void>((resolve) => {
      check = () => {
        if (this.#count <= excused()) resolve();
      };
    });
    this.#waiting.add(check);
    check();
    const patience = new AbortController();
    const tooLong = sleep(maxWaitMs, undefined, { ref: false, signal: patience.signal }).catch(() => {});
    await Promise.race([ended, tooLong]);
    patience.abort();
    this.#waiting.delete(check);
  }
}
