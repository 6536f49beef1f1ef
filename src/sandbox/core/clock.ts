import { consoleId } from './records/projects.ts';
import type { Entity } from './store/collection.ts';
import type { Store } from './store/store.ts';
import { timestamp } from './time.ts';

/** `manual`: time stands still until it is moved. */
export const clockModes = ['real', 'manual'] as const;
export type ClockMode = (typeof clockModes)[number];

interface ClockRecord extends Entity {
  /** Lead over real time. */
  readonly aheadMs: number;
}

/**
 * Time of the sandbox, by which everything expires and falls due. It can be moved forward. The store keeps how far, so that
 * time does not go back at a restart.
 */
export class Clock {
  readonly mode: ClockMode;
  readonly #store: Store;
  readonly #realNow: () => number;
  readonly #baseNow: () => number;
  #aheadMs = 0;

  /** @param realNow returns milliseconds since the Unix epoch */
  constructor(store: Store, mode: ClockMode = 'real', realNow: () => number = Date.now) {
    this.mode = mode;
    this.#store = store;
    this.#realNow = realNow;
    const startedAt = realNow();
    this.#baseNow = mode === 'real' ? realNow : () => startedAt;
    this.restore();
  }

  /** Milliseconds since the Unix epoch. */
  readonly now = (): number => this.#baseNow() + this.#aheadMs;

  /**
   * Moves time forward; a time that has passed already changes nothing.
   * @param timeMs milliseconds since the Unix epoch
   */
  moveTo(timeMs: number): void {
    const at = timestamp(Math.max(timeMs, this.now()));
    this.#aheadMs += Math.max(timeMs - this.now(), 0);
    const aheadMs = Math.max(this.now() - this.#realNow(), 0);
    this.#records.put({ $id: 'clock', $createdAt: at, $updatedAt: at, aheadMs });
  }

  /** Takes the lead that the store has. */
  restore(): void {
    this.#aheadMs = this.#records.get('clock')?.aheadMs ?? 0;
  }

  get #records() {
    return this.#store.scope(consoleId).collection<ClockRecord>('clock');
  }
}
