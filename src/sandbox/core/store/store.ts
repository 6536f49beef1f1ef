import { codeOf } from '../../../lib/files/fs-error.ts';
import type { JsonObject } from '../json.ts';
import { Collection, type Entity } from './collection.ts';
import type { Change, Journal } from './journal.ts';

/** Records of one project: collections by name. A service chooses its names, such as `databases` or `documents/a/b`. */
export class Scope {
  readonly #id: string;
  readonly #collections = new Map<string, Collection<Entity>>();
  readonly #record: (change: Change) => void;

  constructor(id: string, record: (change: Change) => void) {
    this.#id = id;
    this.#record = record;
  }

  /** Returns the collection of that name, empty at first. */
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

  /** Empties every collection whose name has the prefix, such as `documents/shop/`; with '' the whole scope. */
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
 * All records of the sandbox, in memory, and with a journal also on disk. Changes apply in memory at once; `commit`
 * writes them as one line, so changes without an `await` between them are stored atomically.
 */
export class Store {
  readonly #scopes = new Map<string, Scope>();
  readonly #journal: Journal | undefined;
  #pending: Change[] = [];
  #closed = false;

  /** @param journal stores the changes; in memory only without one */
  constructor(journal?: Journal) {
    this.#journal = journal;
    if (journal) this.#load(journal);
  }

  #load(journal: Journal): void {
    for (const change of journal.read()) this.#apply(change);
    this.#pending = [];
    this.#compact(journal);
  }

  /** Shortens the journal; without room for the shorter one, the long one stays. */
  #compact(journal: Journal): void {
    try {
      journal.rewrite(this.#changes());
    } catch (error) {
      if (!isNoRoom(error)) throw error;
    }
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

  /** Returns the records of a project; those of `console` are projects, keys, organisations and their users. */
  scope(id: string): Scope {
    let scope = this.#scopes.get(id);
    if (!scope) {
      scope = new Scope(id, (change) => this.#pending.push(change));
      this.#scopes.set(id, scope);
    }
    return scope;
  }

  /**
   * Writes the changes since the last commit. Called before every answer.
   * @throws Error if the disk refuses the write, which is then retried with the next commit
   */
  commit(): void {
    if (this.#pending.length === 0 || this.#closed) return;
    this.#journal?.append(this.#pending);
    this.#pending = [];
    if (this.#journal?.isOvergrown) this.#compact(this.#journal);
  }

  /** Like `commit`, for the answer to a reading request, which is correct even if the disk is full. */
  commitIfPossible(): void {
    try {
      this.commit();
    } catch (error) {
      if (!isNoRoom(error)) throw error;
    }
  }

  /** Writes the rest. Later changes are stored nowhere. */
  close(): void {
    this.commit();
    this.#closed = true;
    this.#journal?.close();
  }
}

/** True for a disk or a quota that is full, and for a file system that has become read-only. */
function isNoRoom(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG'].includes(`${codeOf(error)}`);
}
