/** Members of every stored record. Records are immutable: a change puts a new one under the same ID. */
export interface Entity {
  readonly $id: string;
  readonly $createdAt: string;
  readonly $updatedAt: string;
}

/** Receives every change, immediately after it. */
export interface Observer<T> {
  /** @param previous the replaced record, if any */
  put(record: T, previous: T | undefined): void;
  deleted(record: T): void;
  cleared(): void;
}

/** Stores every change. `undo` takes the change back, provided that all later ones have been. */
export interface ChangeLog<T> {
  put(record: T, undo: () => void): void;
  deleted(record: T, undo: () => void): void;
  cleared(undo: () => void): void;
}

interface Entry<T> {
  record: T;
  position: number;
}

/** Holes left by deletions are closed if there are more than this many, and more holes than records. */
const maxHoles = 32;

/** Records by ID, in the order in which they were first put. */
export class Collection<T extends Entity> {
  readonly #entries = new Map<string, Entry<T>>();
  #order: (Entry<T> | undefined)[] = [];
  #version = 0;
  readonly #observers: Observer<T>[] = [];
  readonly #log: ChangeLog<T>;

  /** @param log stores the changes, after the observers have received them */
  constructor(log: ChangeLog<T>) {
    this.#log = log;
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Changes with every modification, so that derived data can be recognised as stale. */
  get version(): number {
    return this.#version;
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  get(id: string): T | undefined {
    return this.#entries.get(id)?.record;
  }

  /** Returns every record, oldest first. */
  all(): T[] {
    const records: T[] = [];
    for (const entry of this.#order) if (entry) records.push(entry.record);
    return records;
  }

  find(matches: (record: T) => boolean): T | undefined {
    for (const record of this.from(0)) if (matches(record)) return record;
    return undefined;
  }

  filter<S extends T>(matches: (record: T) => record is S): S[];
  filter(matches: (record: T) => boolean): T[];
  filter(matches: (record: T) => boolean): T[] {
    return this.all().filter(matches);
  }

  /** Returns a number that is higher for newer records; it may change when records are deleted. */
  position(id: string): number | undefined {
    return this.#entries.get(id)?.position;
  }

  /** Yields the records from a position on, to the newest. The collection must not change meanwhile. */
  *from(position: number): Generator<T> {
    for (let at = position; at < this.#order.length; at++) {
      const entry = this.#order[at];
      if (entry) yield entry.record;
    }
  }

  /** Yields the records from a position back, to the oldest. The collection must not change meanwhile. */
  *back(position: number): Generator<T> {
    for (let at = Math.min(position, this.#order.length - 1); at >= 0; at--) {
      const entry = this.#order[at];
      if (entry) yield entry.record;
    }
  }

  /** Adds a record, or replaces the one with its ID at the same position. Returns the record. */
  put(record: T): T {
    const known = this.#entries.get(record.$id);
    if (known) {
      const previous = this.#replace(known, record);
      this.#log.put(record, () => this.#replace(known, previous));
    } else {
      const entry = { record, position: this.#order.length };
      this.#insert(entry);
      this.#log.put(record, () => this.#remove(entry));
    }
    return record;
  }

  /** Returns true if the record existed. */
  delete(id: string): boolean {
    const entry = this.#entries.get(id);
    if (!entry) return false;
    this.#remove(entry);
    this.#log.deleted(entry.record, () => this.#insert(entry));
    return true;
  }

  clear(): void {
    if (this.size === 0) return;
    const entries = [...this.#entries.values()];
    this.#entries.clear();
    this.#order = [];
    this.#version++;
    for (const observer of this.#observers) observer.cleared();
    this.#log.cleared(() => {
      for (const entry of entries) this.#insert(entry);
    });
  }

  /**
   * Brings records back, oldest first, as `all` returned them before. Records that are still there stay in place.
   * @param records of this collection at an earlier time
   */
  restore(records: readonly T[]): void {
    const earlier = new Map(records.map((record) => [record.$id, record]));
    if (records.some(({ $id }) => !this.has($id)) || this.#isReordered(earlier)) this.clear();
    for (const { $id } of this.all()) if (!earlier.has($id)) this.delete($id);
    for (const record of records) if (this.get(record.$id) !== record) this.put(record);
  }

  /** True if records that are in both stand in another order here: some were deleted and made again. */
  #isReordered(earlier: ReadonlyMap<string, T>): boolean {
    const ids = earlier.keys();
    for (const { $id } of this.from(0)) if (earlier.has($id) && ids.next().value !== $id) return true;
    return false;
  }

  /** Reports every change from now on to an observer, for the lifetime of the collection. */
  observe(observer: Observer<T>): void {
    this.#observers.push(observer);
  }

  /** Frees the places of deleted records. No change from before can be taken back any more. */
  compact(): void {
    const holes = this.#order.length - this.size;
    if (holes <= maxHoles || holes <= this.size) return;
    this.#order = this.#order.filter((entry) => entry !== undefined);
    for (const [position, entry] of this.#order.entries()) entry!.position = position;
  }

  #insert(entry: Entry<T>): void {
    this.#entries.set(entry.record.$id, entry);
    this.#order[entry.position] = entry;
    this.#version++;
    for (const observer of this.#observers) observer.put(entry.record, undefined);
  }

  /** Returns the replaced record. */
  #replace(entry: Entry<T>, record: T): T {
    const previous = entry.record;
    entry.record = record;
    this.#version++;
    for (const observer of this.#observers) observer.put(record, previous);
    return previous;
  }

  #remove(entry: Entry<T>): void {
    this.#entries.delete(entry.record.$id);
    this.#order[entry.position] = undefined;
    this.#version++;
    for (const observer of this.#observers) observer.deleted(entry.record);
  }
}
