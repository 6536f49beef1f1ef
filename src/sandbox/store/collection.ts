/** What every stored thing has. Records are never changed in place: a new one is put under the same ID. */
export interface Entity {
  readonly $id: string;
  readonly $createdAt: string;
  readonly $updatedAt: string;
}

/** Told of every change, before the answer goes out. */
export interface ChangeLog {
  put(record: Entity): void;
  deleted(id: string): void;
  cleared(): void;
}

/** Records by ID, in the order they were first put. */
export class Collection<T extends Entity> {
  readonly #records = new Map<string, T>();
  readonly #log: ChangeLog;

  constructor(log: ChangeLog) {
    this.#log = log;
  }

  get size(): number {
    return this.#records.size;
  }

  has(id: string): boolean {
    return this.#records.has(id);
  }

  get(id: string): T | undefined {
    return this.#records.get(id);
  }

  /** Every record, oldest first. */
  all(): T[] {
    return [...this.#records.values()];
  }

  find(matches: (record: T) => boolean): T | undefined {
    for (const record of this.#records.values()) if (matches(record)) return record;
    return undefined;
  }

  filter(matches: (record: T) => boolean): T[] {
    return this.all().filter(matches);
  }

  /** Adds a record, or replaces the one with its ID, which keeps its place. Answers the record. */
  put(record: T): T {
    this.#records.set(record.$id, record);
    this.#log.put(record);
    return record;
  }

  /** Answers whether there was one. */
  delete(id: string): boolean {
    const existed = this.#records.delete(id);
    if (existed) this.#log.deleted(id);
    return existed;
  }

  clear(): void {
    if (this.#records.size === 0) return;
    this.#records.clear();
    this.#log.cleared();
  }
}
