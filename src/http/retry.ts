import { HttpError } from './failure.ts';
import type { ClientIo } from './types.ts';
import { durationText } from './wait.ts';

/** Maximum wait that the server may ask for; if it asks for more, the request fails. */
const maxWaitMs = 60_000;
const minBackOffMs = 500;
const maxBackOffMs = 15_000;

export interface RetryPolicy {
  /** Maximum number of retries. */
  readonly retries: number;
  /** True if the request is idempotent, and may be retried when its outcome is ambiguous. */
  readonly repeatable: boolean;
}

/**
 * Returns the delay in ms before a failed request is sent again, or undefined to give up.
 * @param attempt number of failures so far, at least 1
 * @param random jitter from 0 to 1, so that clients which failed together do not retry together
 */
export function retryDelay(
  error: HttpError,
  attempt: number,
  { retries, repeatable }: RetryPolicy,
  random: number,
): number | undefined {
  if (attempt > retries || !error.transient) return undefined;
  if (error.outcome === 'unknown' && !repeatable) return undefined;
  if (error.waitMs !== undefined && error.waitMs > maxWaitMs) return undefined;
  const backOff = Math.min(maxBackOffMs, minBackOffMs * 2 ** (attempt - 1)) * (0.5 + random / 2);
  return Math.max(backOff, error.waitMs ?? 0);
}

/**
 * Delays all requests of a client while the server's rate limit applies, so that concurrent requests back off together
 * instead of running into the limit one by one.
 */
export class RateGate {
  #opensAt = 0;
  /** Number of times the limit was reached; requests that reach it together count once. */
  timesClosed = 0;

  /**
   * Closes the gate. Both times are in ms since the Unix epoch.
   * @returns true if it was open before
   */
  closeUntil(time: number, now: number): boolean {
    const wasOpen = this.#opensAt <= now;
    this.#opensAt = Math.max(this.#opensAt, time);
    if (wasOpen) this.timesClosed++;
    return wasOpen;
  }

  /**
   * Waits until the gate is open or the deadline has passed.
   * @param deadline in ms since the Unix epoch
   */
  async pass(io: Pick<ClientIo, 'now' | 'sleep'>, deadline: number): Promise<void> {
    for (;;) {
      const now = io.now();
      const until = Math.min(this.#opensAt, deadline);
      if (until <= now) return;
      await io.sleep(until - now);
    }
  }
}

/** Facts about the earlier attempts of a request. */
export interface Previous {
  /** True if one of them may have been carried out. */
  readonly mayHaveWorked: boolean;
}

/**
 * Retries an attempt until it succeeds or its error is permanent, with exponential back-off and a note for each wait.
 * @param deadline in ms since the Unix epoch; a wait that would end after it is not begun
 * @throws the error of the last attempt
 */
export async function withRetries<T>(
  attempt: (previous: Previous) => Promise<T>,
  policy: RetryPolicy,
  gate: RateGate,
  io: ClientIo,
  deadline: number,
): Promise<T> {
  let mayHaveWorked = false;
  for (let count = 1; ; count++) {
    await gate.pass(io, deadline);
    try {
      return await attempt({ mayHaveWorked });
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      const delay = retryDelay(error, count, policy, Math.random());
      const now = io.now();
      if (delay === undefined || now + delay > deadline) {
        throw mayHaveWorked ? error.with({ mayHaveWorked }) : error;
      }
      mayHaveWorked ||= error.outcome === 'unknown';
      const isLimit = error.status === 429;
      // Of requests that reach the rate limit together, only the first notes it.
      const isFirst = isLimit ? gate.closeUntil(now + delay, now) : true;
      if (isFirst) {
        io.note(`${reason(error)}; retrying in ${durationText(delay)} (${count} of ${policy.retries})`);
      }
      if (!isLimit) await io.sleep(delay);
    }
  }
}

function reason(error: HttpError): string {
  if (error.status === 429) return 'the server limits the rate (HTTP 429)';
  return error.status === undefined ? error.message : `the server failed (HTTP ${error.status})`;
}
