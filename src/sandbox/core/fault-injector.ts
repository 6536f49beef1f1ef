import { setTimeout as sleep } from 'node:timers/promises';

/** A failure of a single request. */
export type Fault =
  /** Refused before it is performed: 503 without a type, as from a proxy in front of the server. */
  | 'unavailable'
  /** Fails before it is performed: 500. */
  | 'failsBefore'
  /** Performed, but answered with 500. */
  | 'failsAfter'
  /** Performed, but the connection breaks before the answer. */
  | 'resetsAfter';

const faults: readonly Fault[] = ['unavailable', 'failsBefore', 'failsAfter', 'resetsAfter'];

export interface FaultOptions {
  /** Wait before each request is performed. */
  readonly latencyMs: number;
  /** Share of requests that fail, from 0 to 1. */
  readonly failRate: number;
  /** Random numbers from 0 up to, not including, 1. */
  random(): number;
}

/** Delays requests and makes a share of them fail, half of these after they have been performed. */
export class FaultInjector {
  readonly #options: FaultOptions;

  constructor(options: FaultOptions) {
    this.#options = options;
  }

  async delay(): Promise<void> {
    const { latencyMs } = this.#options;
    if (latencyMs > 0) await sleep(latencyMs);
  }

  /** Draws the fault of the next request, or undefined if it succeeds. */
  next(): Fault | undefined {
    const { failRate, random } = this.#options;
    if (failRate === 0 || random() >= failRate) return undefined;
    return faults[Math.floor(random() * faults.length)];
  }
}
