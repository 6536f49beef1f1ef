import { setTimeout as sleep } from 'node:timers/promises';

/** What may go wrong with a request on a bad day. */
export type Trouble =
  /** Refused before anything was done: 503 without a type, as a proxy in front of the server gives. */
  | 'unavailable'
  /** Failed before anything was done: 500. */
  | 'failsBefore'
  /** Done, but the answer is a 500. */
  | 'failsAfter'
  /** Done, but the connection breaks before the answer. */
  | 'resetsAfter';

const troubles: readonly Trouble[] = ['unavailable', 'failsBefore', 'failsAfter', 'resetsAfter'];

/** A bad day to try scripts against: slow answers, and a share of requests that fail, half of them after acting. */
export class FaultInjector {
  readonly #latency: number;
  readonly #failRate: number;
  readonly #random: () => number;

  /**
   * @param latency how long each request waits, in milliseconds
   * @param failRate the share of requests that fail, from 0 to 1
   * @param random from 0 up to, not including, 1
   */
  constructor(latency: number, failRate: number, random: () => number) {
    this.#latency = latency;
    this.#failRate = failRate;
    this.#random = random;
  }

  async delay(): Promise<void> {
    if (this.#latency > 0) await sleep(this.#latency);
  }

  /** What goes wrong with this request, if anything. */
  next(): Trouble | undefined {
    if (this.#failRate === 0 || this.#random() >= this.#failRate) return undefined;
    return troubles[Math.floor(this.#random() * troubles.length)];
  }
}
