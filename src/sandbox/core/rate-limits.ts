import type { OutgoingHttpHeaders } from 'node:http';
import type { Operation, RateLimit } from '../../api/schema.ts';
import { ApiError } from './errors.ts';

/** State of a limit after a request has been counted. */
export interface Allowance {
  readonly headers: OutgoingHttpHeaders;
  readonly exceeded: boolean;
}

/**
 * Counts requests. By default the sandbox refuses none: routes with a limit report it as if each request were the
 * first. With a limit of the sandbox's own, that limit applies to every route, per caller and minute.
 */
export class RateLimits {
  readonly #requests: number | undefined;
  #window = 0;
  #counts = new Map<string, number>();

  /** @param requests maximum per minute; undefined for no limit */
  constructor(requests: number | undefined) {
    this.#requests = requests;
  }

  /**
   * @param caller project and address
   * @param now milliseconds since the Unix epoch
   * @returns undefined if the route has no limit
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

/** End of the window as a Unix time in seconds. Windows begin at multiples of their length. */
const windowEnd = ({ seconds }: RateLimit, now: number) => (Math.floor(now / 1000 / seconds) + 1) * seconds;

const headers = (limit: RateLimit, remaining: number, now: number): OutgoingHttpHeaders => ({
  'x-ratelimit-limit': `${limit.requests}`,
  'x-ratelimit-remaining': `${remaining}`,
  'x-ratelimit-reset': `${windowEnd(limit, now)}`,
});

export function limitExceeded(): ApiError {
  return new ApiError(429, 'general_rate_limit_exceeded', 'There were too many requests; try again later.');
}
