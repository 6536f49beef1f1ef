/** What every stored thing has. Records are never changed in place: a new one is put under the same ID. */
export interface Entity {
  readonly $id: string;
  readonly $createdAt: string;
  readonly $updatedAt: string;
}

/** Told of every change, right after it. */
export interface Observer<T> {
  /** @param previous the record that was replaced, if any */
  put(record: T, previous: T | undefined): void;
  deleted(record: T): void;
  cleared(): void;
}

interface Entry<T> {
  record: T;
  position: number;
}

/** Holes that deleting leaves are closed when there are more than this many, and more holes than records. */
const maxHoles = 32;

/** Records by ID, in the order they were first put. */
export class Collection<T extends Entity> {
  readonly #entries = new Map<string, Entry<T>>();
  #order: (Entry<T> | undefined)[] = [];
  #version = 0;
  readonly #observers: Observer<T>[];

  /** @param log keeps the changes, before anybody else is told of them */
  constructor(log: Observer<T>) {
    this.#observers = [log];
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Another number after every change: what was derived from an older version is out of date. */
  get version(): number {
    return this.#version;
  }

  has(id: string): boolean {
    return this.#entries.has(id);
  }

  get(id: string): T | undefined {
    return this.#entries.get(id)?.record;
  }

  /** Every record, oldest first. */
  all(): T[] {
    return Array.from(this.#entries.values(), ({ record }) => record);
  }

  find(matches: (record: T) => boolean): T | undefined {
    for (const { record } of this.#entries.values()) if (matches(record)) return record;
    return undefined;
  }

  filter<S extends T>(matches: (record: T) => record is S): S[];
  filter(matches: (record: T) => boolean): T[];
  filter(matches: (record: T) => boolean): T[] {
    return this.all().filter(matches);
  }

  /** A number that is higher for younger records; it may change when records are deleted. */
  position(id: string): number | undefined {
    return this.#entries.get(id)?.position;
  }

  /** The records from a position on, to the youngest. The collection must not change meanwhile. */
  *from(position: number): Generator<T> {
    for (let at = position; at < this.#order.length; at++) {
      const entry = this.#order[at];
      if (entry) yield entry.record;
    }
  }

  /** The records from a position back, to the oldest. The collection must not change meanwhile. */
  *back(position: number): Generator<T> {
    for (let at = Math.min(position, this.#order.length - 1); at >= 0; at--) {
      const entry = this.#order[at];
      if (entry) yield entry.record;
    }
  }

  /** Adds a record, or replaces the one with its ID, which keeps its place. Answers the record. */
  put(record: T): T {
    const known = this.#entries.get(record.$id);
    const previous = known?.record;
    if (known) known.record = record;
    else {
      const entry = { record, position: this.#order.length };
      this.#entries.set(record.$id, entry);
      this.#order.push(entry);
    }
    this.#version++;
    for (const observer of this.#observers) observer.put(record, previous);
    return record;
  }

  /** Answers whether there was one. */
  delete(id: string): boolean {
    const entry = this.#entries.get(id);
    if (!entry) return false;
    this.#entries.delete(id);
    this.#order[entry.position] = undefined;
    this.#closeHoles();
    this.#version++;
    for (const observer of this.#observers) observer.deleted(entry.record);
    return true;
  }

  clear(): void {
    if (this.size === 0) return;
    this.#entries.clear();
    this.#order = [];
    this.#version++;
    for (const observer of this.#observers) observer.cleared();
  }

  /** Tells somebody of every change from now on, for as long as the collection lives. */
  observe(observer: Observer<T>): void {
    this.#observers.push(observer);
  }

  #closeHoles(): void {
    const holes = this.#order.length - this.size;
    if (holes <= maxHoles || holes <= this.size) return;
    this.#order = [...this.#entries.values()];
    for (const [position, entry] of this.#order.entries()) entry!.position = position;
  }
}
