import type { Json } from '../../../core/json.ts';
import { collationKey } from '../../../core/queries/text.ts';
import type { Collection } from '../../../core/store/collection.ts';
import { type DocumentRecord, isUsable, type Table } from '../table.ts';

const ownersByCollection = new WeakMap<Collection<DocumentRecord>, Map<string, Owners>>();

/** Index of documents by their values in the attributes of a unique index. Null never equals another null. */
class Owners {
  readonly #attributes: readonly string[];
  readonly #ids = new Map<string, Set<string>>();

  constructor(documents: Collection<DocumentRecord>, attributes: readonly string[]) {
    this.#attributes = attributes;
    for (const document of documents.all()) this.#add(document);
    documents.observe({
      put: (document, previous) => {
        if (previous) this.#remove(previous);
        this.#add(document);
      },
      deleted: (document) => this.#remove(document),
      cleared: () => this.#ids.clear(),
    });
  }

  /** Returns the ID of another document with the same values, or undefined. */
  otherOwner(document: DocumentRecord): string | undefined {
    const key = this.#key(document);
    const ids = key === undefined ? [] : [...(this.#ids.get(key) ?? [])];
    return ids.find((id) => id !== document.$id);
  }

  get hasDuplicates(): boolean {
    return [...this.#ids.values()].some(({ size }) => size > 1);
  }

  #add(document: DocumentRecord): void {
    const key = this.#key(document);
    if (key === undefined) return;
    const ids = this.#ids.get(key);
    if (ids) ids.add(document.$id);
    else this.#ids.set(key, new Set([document.$id]));
  }

  #remove(document: DocumentRecord): void {
    const key = this.#key(document);
    if (key === undefined) return;
    const ids = this.#ids.get(key);
    ids?.delete(document.$id);
    if (ids?.size === 0) this.#ids.delete(key);
  }

  #key(document: DocumentRecord): string | undefined {
    const values = this.#attributes.map((name) =>
      Object.hasOwn(document, name) ? (document[name] ?? null) : null,
    );
    if (values.includes(null)) return undefined;
    return JSON.stringify(values.map(keyPart));
  }
}

const keyPart = (value: Json) => (typeof value === 'string' ? collationKey(value) : `${value}`);

/** Returns the index of a collection, which observes it from the first call on. */
function owners(documents: Collection<DocumentRecord>, attributes: readonly string[]): Owners {
  const ofDocuments = ownersByCollection.get(documents) ?? new Map<string, Owners>();
  ownersByCollection.set(documents, ofDocuments);
  const name = attributes.join();
  const found = ofDocuments.get(name) ?? new Owners(documents, attributes);
  ofDocuments.set(name, found);
  return found;
}

/** True if stored documents have the same values. */
export function hasDuplicates(documents: Collection<DocumentRecord>, attributes: readonly string[]): boolean {
  return owners(documents, attributes).hasDuplicates;
}

/** Returns the ID of another document whose values a unique index forbids to repeat, or undefined. */
export function conflictingId(table: Table, document: DocumentRecord): string | undefined {
  for (const { type, status, attributes } of table.indexes.all()) {
    if (type !== 'unique' || !isUsable(status)) continue;
    const id = owners(table.documents, attributes).otherOwner(document);
    if (id !== undefined) return id;
  }
  return undefined;
}
