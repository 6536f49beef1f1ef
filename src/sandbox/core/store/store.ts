import { codeOf } from '../../../lib/files/fs-error.ts';
import type { JsonObject } from '../json.ts';
import { Collection, type Entity } from './collection.ts';
import type { Change, Journal } from './journal.ts';

/** All records at a moment. They are immutable, so that it costs a list for each collection. */
export type Snapshot = ReadonlyMap<string, ScopeSnapshot>;

type ScopeSnapshot = ReadonlyMap<string, CollectionSnapshot>;

interface CollectionSnapshot {
  readonly records: readonly Entity[];
  /** Version of the collection when it last held exactly these records. */
  version: number;
}

type Recorder = (change: Change, undo: () => void, collection: Collection<Entity>) => void;

/** Records of one project: collections by name. A service chooses its names, such as `databases` or `documents/a/b`. */
export class Scope {
  readonly #id: string;
  readonly #collections = new Map<string, Collection<Entity>>();
  readonly #record: Recorder;

  constructor(id: string, record: Recorder) {
    this.#id = id;
    this.#record = record;
  }

  /** Returns the collection of that name, empty at first. */
  collection<T extends Entity>(name: string): Collection<T> {
    let collection = this.#collections.get(name);
    if (!collection) {
      const made: Collection<Entity> = new Collection<Entity>({
        put: (record, undo) =>
          this.#record([this.#id, name, record.$id, record as unknown as JsonObject], undo, made),
        deleted: (record, undo) => this.#record([this.#id, name, record.$id], undo, made),
        cleared: (undo) => this.#record([this.#id, name], undo, made),
      });
      collection = made;
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

  snapshot(): ScopeSnapshot {
    return new Map(
      [...this.#collections].map(([name, collection]) => [
        name,
        { records: collection.all(), version: collection.version },
      ]),
    );
  }

  restore(snapshot: ScopeSnapshot): void {
    for (const [name, collection] of this.#collections) {
      const earlier = snapshot.get(name);
      if (collection.version === earlier?.version) continue;
      collection.restore(earlier?.records ?? []);
      if (earlier) earlier.version = collection.version;
    }
  }

  /** Yields the names of the blobs that belong to records. */
  *blobNames(): Generator<string> {
    for (const [, , , record] of this.changes()) if (typeof record?.blob === 'string') yield record.blob;
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
 * writes them as one line, so changes without an `await` between them are stored atomically. If the disk refuses the
 * line, they are taken back: the memory never holds what a restart would lose.
 */
export class Store {
  readonly #scopes = new Map<string, Scope>();
  readonly #journal: Journal | undefined;
  #pending: Change[] = [];
  #undo: (() => void)[] = [];
  /** Collections of the pending changes. */
  readonly #changed = new Set<Collection<Entity>>();
  #isRecording = true;
  #closed = false;
  #rollbacks = 0;

  /** @param journal stores the changes; in memory only without one */
  constructor(journal?: Journal) {
    this.#journal = journal;
    if (journal) this.#load(journal);
  }

  #load(journal: Journal): void {
    this.#unrecorded(() => {
      for (const change of journal.read()) this.#apply(change);
    });
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

  /** The changes are stored already: if anything goes wrong, the long journal stays. */
  #compactWhileInUse(journal: Journal): void {
    try {
      journal.rewrite(this.#changes());
    } catch {}
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
      scope = new Scope(id, (change, undo, collection) => {
        if (!this.#isRecording) return;
        this.#pending.push(change);
        this.#undo.push(undo);
        this.#changed.add(collection);
      });
      this.#scopes.set(id, scope);
    }
    return scope;
  }

  /** Returns the names of the blobs that belong to records. */
  blobNames(): ReadonlySet<string> {
    return new Set([...this.#scopes.values()].flatMap((scope) => [...scope.blobNames()]));
  }

  /** Returns the present records, for `restore`. */
  snapshot(): Snapshot {
    return new Map([...this.#scopes].map(([id, scope]) => [id, scope.snapshot()]));
  }

  /**
   * Brings back all records of a snapshot of this store, and writes that as one line. What has not been committed is taken
   * back, as by `rollBack`.
   * @throws Error if the disk refuses the write; all records then stay as they were
   */
  restore(snapshot: Snapshot): void {
    this.rollBack();
    for (const [id, scope] of this.#scopes) scope.restore(snapshot.get(id) ?? new Map());
    this.commit();
  }

  /** Changes with every rollback, which takes back the changes of all work in progress. */
  get rollbacks(): number {
    return this.#rollbacks;
  }

  /**
   * Writes the changes since the last commit. Called before every answer.
   * @throws Error if the disk refuses the write; the changes are then taken back
   */
  commit(): void {
    if (this.#pending.length === 0 || this.#closed) return;
    try {
      this.#journal?.append(this.#pending);
    } catch (error) {
      this.rollBack();
      throw error;
    }
    for (const collection of this.#changed) collection.compact();
    this.#forgetPending();
    if (this.#journal?.isOvergrown) this.#compactWhileInUse(this.#journal);
  }

  /** Takes back the changes since the last commit. */
  rollBack(): void {
    this.#unrecorded(() => {
      for (const undo of this.#undo.reverse()) undo();
    });
    this.#forgetPending();
    this.#rollbacks++;
  }

  #forgetPending(): void {
    this.#pending = [];
    this.#undo = [];
    this.#changed.clear();
  }

  #unrecorded(change: () => void): void {
    this.#isRecording = false;
    try {
      change();
    } finally {
      this.#isRecording = true;
    }
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
    try {
      this.commit();
    } finally {
      this.#closed = true;
      this.#journal?.close();
    }
  }
}

/** True for a disk or a quota that is full, and for a file system that has become read-only. */
export function isNoRoom(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EFBIG'].includes(`${codeOf(error)}`);
}
