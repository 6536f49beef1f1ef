import type { OutgoingHttpHeaders } from 'node:http';
import type { Operation, RateLimit } from '../../api/schema.ts';
import { ApiError } from './errors.ts';

/** A limit in force, after a request has been counted. */
export interface Allowance {
  readonly headers: OutgoingHttpHeaders;
  readonly exceeded: boolean;
}

/**
 * Counts requests. On its own the sandbox never refuses one: limited routes tell their limit, as if each request were
 * the first. With a limit of its own, that one holds on every route, for each caller, by the minute.
 */
export class RateLimits {
  readonly #requests: number | undefined;
  #window = 0;
  #counts = new Map<string, number>();

  /** @param requests how many a minute; undefined: refuse none */
  constructor(requests: number | undefined) {
    this.#requests = requests;
  }

  /**
   * @param caller who is counted: a project and an address
   * @param now milliseconds since the Unix epoch
   * @returns undefined where nothing is limited
   */
  count(operation: Operation, caller: string, now: number): Allowance | undefined {
    if (this.#requests === undefined) {
      const limit = operation.rateLimit;
      return limit ? { headers: headers(limit, limit.requests - 1, now), exceeded: false } : undefined;
    }
    const limit = { requests: this.#requests, seconds: 60 };
    const used = this.#use(`${caller} ${operation.method} ${operation.path}`, windowEnd(limit, now));
    return {
      headers: headers(limit, Math.max(0, limit.requests - used), now),
      exceeded: used > limit.requests,
    };
  }

  #use(key: string, window: number): number {
    if (window !== this.#window) {
      this.#window = window;
      this.#counts = new Map();
    }
    const used = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, used);
    return used;
  }
}

/** When the window ends, as a Unix time in seconds. Windows begin at multiples of their length. */
const windowEnd = ({ seconds }: RateLimit, now: number) => (Math.floor(now / 1000 / seconds) + 1) * seconds;

const headers = (limit: RateLimit, remaining: number, now: number): OutgoingHttpHeaders => ({
  'x-ratelimit-limit': `${limit.requests}`,
  'x-ratelimit-remaining': `${remaining}`,
  'x-ratelimit-reset': `${windowEnd(limit, now)}`,
});

export function limitExceeded(): ApiError {
  return new ApiError(429, 'general_rate_limit_exceeded', 'There were too many requests; try again later.');
}
