import { findIds, inGroups } from '../../bulk/find-ids.ts';
import type { CollectionPath } from './relationships.ts';
import type { RestoreTarget } from './target.ts';

/** Number of IDs of a collection that are remembered. */
const maxRemembered = 20_000;

/**
 * The documents of the target that others may refer to. A server accepts a reference to one that does not exist, shows it
 * as nothing, and refuses every later update of the document that has it.
 */
export class RelatedDocuments {
  readonly #target: RestoreTarget;
  readonly #known = new Map<CollectionPath, Set<string>>();
  /** Number of references that were left out. */
  missing = 0;

  constructor(target: RestoreTarget) {
    this.#target = target;
  }

  /** Returns those of the documents that exist. */
  async existing(path: CollectionPath, ids: readonly string[]): Promise<ReadonlySet<string>> {
    const known = this.#known.get(path) ?? new Set<string>();
    this.#known.set(path, known);
    const wanted = new Set(ids);
    const found = new Set([...wanted].filter((id) => known.has(id)));
    const [databaseId, collectionId] = path.split('/') as [string, string];
    const { client, operation } = this.#target;
    const list = operation('databases', 'list-documents');
    for (const group of inGroups([...wanted].filter((id) => !found.has(id)))) {
      for (const id of await findIds(
        { operation: list, place: { databaseId, collectionId }, select: ['$id'] },
        group,
        client,
      )) {
        found.add(id);
        if (known.size < maxRemembered) known.add(id);
      }
    }
    return found;
  }
}
