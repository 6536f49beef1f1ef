import { HttpError } from './failure.ts';
import type { ClientIo } from './types.ts';
import { durationText } from './wait.ts';

/** The longest wait that a server may ask for before the request is given up, in milliseconds. */
const maxWaitMs = 60_000;
const firstBackOff = 500;
const maxBackOffMs = 15_000;

export interface RetryPolicy {
  /** How often a request is tried again. */
  readonly retries: number;
  /** Whether it may be sent again when it is unknown what the last sending did. */
  readonly repeatable: boolean;
}

/**
 * Whether a failed request is sent again, and after how many milliseconds; undefined: not at all.
 * @param attempt how many have failed, from 1
 * @param random 0 to 1: spreads the clients that failed together
 */
export function retryDelay(
  error: HttpError,
  attempt: number,
  { retries, repeatable }: RetryPolicy,
  random: number,
): number | undefined {
  if (attempt > retries || !error.transient) return undefined;
  if (error.outcome === 'unknown' && !repeatable) return undefined;
  if (error.wait !== undefined && error.wait > maxWaitMs) return undefined;
  const backOff = Math.min(maxBackOffMs, firstBackOff * 2 ** (attempt - 1)) * (0.5 + random / 2);
  return Math.max(backOff, error.wait ?? 0);
}

/**
 * Holds back every request of a client while the server's rate limit asks for it, so that work done in parallel
 * waits once and together instead of running into the limit one by one.
 */
export class RateGate {
  #opens = 0;
  /** How often the server has asked to wait; those who ran into the same limit at the same time count once. */
  closings = 0;

  /**
   * @param time until when, and now: milliseconds since the Unix epoch
   * @returns whether it was open until now
   */
  closeUntil(time: number, now: number): boolean {
    const wasOpen = this.#opens <= now;
    this.#opens = Math.max(this.#opens, time);
    if (wasOpen) this.closings++;
    return wasOpen;
  }

  /** Waits until it is open again, or the deadline has come; both in milliseconds since the Unix epoch. */
  async pass(io: Pick<ClientIo, 'now' | 'sleep'>, deadline: number): Promise<void> {
    for (;;) {
      const now = io.now();
      const until = Math.min(this.#opens, deadline);
      if (until <= now) return;
      await io.sleep(until - now);
    }
  }
}

/** What an attempt is told about the one before it. */
export interface Previous {
  /** Whether an earlier attempt may have been carried out. */
  readonly mayHaveWorked: boolean;
}

/**
 * Makes attempts until one succeeds or trying again makes no sense; announces each wait.
 * @param deadline milliseconds since the Unix epoch; a wait that would end after it is not begun
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
      const isNews = isLimit ? gate.closeUntil(now + delay, now) : true;
      if (isNews) {
        io.note(`${reason(error)}; trying again in ${durationText(delay)} (${count} of ${policy.retries})`);
      }
      if (!isLimit) await io.sleep(delay);
    }
  }
}

function reason(error: HttpError): string {
  if (error.status === 429) return 'the server limits the rate (HTTP 429)';
  return error.status === undefined ? error.message : `the server failed (HTTP ${error.status})`;
}
