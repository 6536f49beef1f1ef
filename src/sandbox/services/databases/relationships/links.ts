import type { Side } from '../../../../schema/attribute.ts';
import type { Collection, Entity } from '../../../core/store/collection.ts';

/** A pair of related documents, one from the parent side and one from the child side. Its ID joins theirs. */
export interface Link extends Entity {
  readonly parent: string;
  readonly child: string;
}

const empty: ReadonlySet<string> = new Set();
const known = new WeakMap<Collection<Link>, Links>();

/** Index of the pairs of a relationship from both sides. */
export class Links {
  readonly #records: Collection<Link>;
  readonly #byParent = new Map<string, Set<string>>();
  readonly #byChild = new Map<string, Set<string>>();

  private constructor(records: Collection<Link>) {
    this.#records = records;
    for (const link of records.all()) this.#add(link);
    records.observe({
      put: (link) => this.#add(link),
      deleted: ({ parent, child }) => {
        remove(this.#byParent, parent, child);
        remove(this.#byChild, child, parent);
      },
      cleared: () => {
        this.#byParent.clear();
        this.#byChild.clear();
      },
    });
  }

  static of(records: Collection<Link>): Links {
    const links = known.get(records) ?? new Links(records);
    known.set(records, links);
    return links;
  }

  /** Changes with every change of the pairs. */
  get version(): number {
    return this.#records.version;
  }

  /** Returns the IDs that a document on one side is related to, in the order they were linked. */
  from(side: Side, id: string): ReadonlySet<string> {
    return (side === 'parent' ? this.#byParent : this.#byChild).get(id) ?? empty;
  }

  /** @param now a timestamp */
  add(parent: string, child: string, now: string): void {
    const $id = idOf(parent, child);
    if (this.#records.has($id)) return;
    this.#records.put({ $id, $createdAt: now, $updatedAt: now, parent, child });
  }

  remove(parent: string, child: string): void {
    this.#records.delete(idOf(parent, child));
  }

  #add({ parent, child }: Link): void {
    add(this.#byParent, parent, child);
    add(this.#byChild, child, parent);
  }
}

/** IDs of documents contain no colon. */
const idOf = (parent: string, child: string) => `${parent}:${child}`;

function add(index: Map<string, Set<string>>, key: string, value: string): void {
  const values = index.get(key);
  if (values) values.add(value);
  else index.set(key, new Set([value]));
}

function remove(index: Map<string, Set<string>>, key: string, value: string): void {
  const values = index.get(key);
  values?.delete(value);
  if (values?.size === 0) index.delete(key);
}
