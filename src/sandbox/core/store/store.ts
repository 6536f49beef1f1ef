import type { JsonObject } from '../json.ts';
import { Collection, type Entity } from './collection.ts';
import type { Change, Journal } from './journal.ts';

/** One project's records: collections by name. A name is the module's own, such as `databases` or `documents/a/b`. */
export class Scope {
  readonly #id: string;
  readonly #collections = new Map<string, Collection<Entity>>();
  readonly #record: (change: Change) => void;

  constructor(id: string, record: (change: Change) => void) {
    this.#id = id;
    this.#record = record;
  }

  /** The collection of that name, empty at first. */
  collection<T extends Entity>(name: string): Collection<T> {
    let collection = this.#collections.get(name);
    if (!collection) {
      collection = new Collection<Entity>({
        put: (record) => this.#record([this.#id, name, record.$id, record as unknown as JsonObject]),
        deleted: (record) => this.#record([this.#id, name, record.$id]),
        cleared: () => this.#record([this.#id, name]),
      });
      this.#collections.set(name, collection);
    }
    return collection as unknown as Collection<T>;
  }

  /** Empties every collection whose name begins so, such as `documents/shop/`; with '' the whole scope. */
  clear(prefix: string): void {
    for (const [name, collection] of this.#collections) {
      if (name.startsWith(prefix)) collection.clear();
    }
  }

  *changes(): Generator<Change> {
    for (const [name, collection] of this.#collections) {
      for (const record of collection.all()) {
        yield [this.#id, name, record.$id, record as unknown as JsonObject];
      }
    }
  }
}

/**
 * Everything the sandbox keeps, in memory, and with a journal also on disk. Changes count in memory at once; `commit`
 * writes them as one line, so what is changed without an `await` in between is kept as a whole or not at all.
 */
export class Store {
  readonly #scopes = new Map<string, Scope>();
  readonly #journal: Journal | undefined;
  #pending: Change[] = [];
  #closed = false;

  /** @param journal where to keep the changes; none: in memory only */
  constructor(journal?: Journal) {
    this.#journal = journal;
    if (journal) this.#load(journal);
  }

  #load(journal: Journal): void {
    for (const change of journal.read()) this.#apply(change);
    this.#pending = [];
    journal.rewrite(this.#changes());
  }

  #apply([scope, name, id, record]: Change): void {
    const collection = this.scope(scope).collection(name);
    if (id === undefined) collection.clear();
    else if (record === undefined) collection.delete(id);
    else collection.put(record as unknown as Entity);
  }

  *#changes(): Generator<Change> {
    for (const scope of this.#scopes.values()) yield* scope.changes();
  }

  /** The records of a project; those of `console` are projects, keys, organisations and their users. */
  scope(id: string): Scope {
    let scope = this.#scopes.get(id);
    if (!scope) {
      scope = new Scope(id, (change) => this.#pending.push(change));
      this.#scopes.set(id, scope);
    }
    return scope;
  }

  /**
   * Writes what has changed since the last time. Called before every answer.
   * @throws Error when the disk doesn't take it; it is tried again with the next commit
   */
  commit(): void {
    if (this.#pending.length === 0 || this.#closed) return;
    this.#journal?.append(this.#pending);
    this.#pending = [];
  }

  /** Writes the rest. What changes later is kept nowhere. */
  close(): void {
    this.commit();
    this.#closed = true;
    this.#journal?.close();
  }
}
