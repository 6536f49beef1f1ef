import { projects } from './records/projects.ts';
import type { Entity } from './store/collection.ts';
import type { Scope, Store } from './store/store.ts';
import { timestamp } from './time.ts';

/** Requests of one hour to a project. Its ID is the beginning of the hour. */
export interface HourOfTraffic extends Entity {
  readonly requests: number;
  /** Bytes in and out. */
  readonly network: number;
}

const hourMs = 60 * 60 * 1000;
/** Longest period that a request for the usage of a service asks for. */
const keptMs = 90 * 24 * hourMs;
/** Time for which counts wait in memory, so that reading requests need not write to the disk. */
const flushAfterMs = 60 * 1000;

/**
 * Counts what a project has served: successful requests of guests, users and keys, as a real server counts them, which
 * leaves out the console's admins. The last minute's counts are lost if the process is killed.
 */
export class Traffic {
  readonly #store: Store;
  readonly #waiting = new Map<string, Map<number, { requests: number; network: number }>>();
  #flushedAt = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * Counts requests and bytes.
   * @param now milliseconds since the Unix epoch
   */
  count(projectId: string, { requests, network }: { requests: number; network: number }, now: number): void {
    const hours = this.#waiting.get(projectId) ?? new Map();
    const hour = Math.floor(now / hourMs) * hourMs;
    const counted = hours.get(hour) ?? { requests: 0, network: 0 };
    hours.set(hour, { requests: counted.requests + requests, network: counted.network + network });
    this.#waiting.set(projectId, hours);
    if (now - this.#flushedAt > flushAfterMs) this.flush(now);
  }

  /** Returns the hours of the last 90 days in which a project has served something. */
  hours(projectId: string, now: number): readonly HourOfTraffic[] {
    this.flush(now);
    return traffic(this.#store.scope(projectId)).all();
  }

  /** Drops the counts that are not in the store. */
  forget(): void {
    this.#waiting.clear();
  }

  /** Moves the waiting counts to the store, which writes them with its next changes. */
  flush(now: number): void {
    this.#flushedAt = now;
    for (const [projectId, hours] of this.#waiting) {
      if (!projects(this.#store).has(projectId)) continue;
      const all = traffic(this.#store.scope(projectId));
      for (const [hour, { requests, network }] of hours) {
        const $id = timestamp(hour);
        const known = all.get($id) ?? { $id, $createdAt: $id, $updatedAt: $id, requests: 0, network: 0 };
        all.put({ ...known, requests: known.requests + requests, network: known.network + network });
      }
      for (const { $id } of all.filter((each) => Date.parse(each.$id) < now - keptMs)) all.delete($id);
    }
    this.#waiting.clear();
  }
}

const traffic = (store: Scope) => store.collection<HourOfTraffic>('traffic');
