/** Latencies below this are no reason to slow down, however they compare; in milliseconds. */
const quick = 500;
/** How many times longer than usual answers may take before there are too many at once. */
const tooSlow = 4;
/** How much one answer counts in the average. */
const weight = 0.1;
/** How fast the best time so far is forgotten, so that a server that has become slower for good is no lasting alarm. */
const forgetting = 1.001;

/**
 * How many requests are sent at once: a few more while they succeed, half as many when the server limits the rate or
 * becomes slow (additive increase, multiplicative decrease). It begins carefully and doubles until the first setback.
 * Times are in milliseconds.
 */
export class AdaptiveLimit {
  readonly #max: number;
  #limit: number;
  #startsUp = true;
  #average: number | undefined;
  #best = Number.POSITIVE_INFINITY;
  #lastSetback = Number.NEGATIVE_INFINITY;

  /** @param max never more than so many at once */
  constructor(max: number) {
    this.#max = max;
    this.#limit = Math.min(max, 4);
  }

  /** How many may be under way now. */
  get current(): number {
    return Math.floor(this.#limit);
  }

  /** A request came back as it should. */
  succeeded(began: number, now: number): void {
    const took = now - began;
    this.#average = this.#average === undefined ? took : this.#average + (took - this.#average) * weight;
    this.#best = Math.min(this.#best * forgetting, this.#average);
    if (this.#average > Math.max(quick, this.#best * tooSlow)) this.setback(began, now);
    else this.#limit = Math.min(this.#max, this.#limit + (this.#startsUp ? 1 : 1 / this.#limit));
  }

  /** The server asked for fewer requests, or could not cope. Those that were under way together count once. */
  setback(began: number, now: number): void {
    if (began < this.#lastSetback) return;
    this.#lastSetback = now;
    this.#startsUp = false;
    this.#limit = Math.max(1, this.#limit / 2);
  }
}
