import type { Index } from '../../../../schema/index-rules.ts';
import type { JsonObject } from '../../../core/json.ts';
import { modelView } from '../../../core/model-view.ts';
import type { Collection, Entity } from '../../../core/store/collection.ts';

/** A stored index. Its ID is its key. */
export interface IndexRecord extends Index, Entity {
  readonly error: string;
  /** True from the request to delete it until that is done or has failed. */
  readonly isDeletionPending?: boolean;
}

export const indexView = (index: IndexRecord): JsonObject => modelView('index', index);

/** Removes a deleted attribute from the indexes. Deletes an index that has none left, or duplicates another then. */
export function removeFromIndexes(indexes: Collection<IndexRecord>, key: string): void {
  for (const index of indexes.filter(({ attributes }) => attributes.includes(key))) {
    const columns = index.attributes.map((name, at) => ({ name, order: index.orders[at] }));
    const remaining = columns.filter(({ name }) => name !== key);
    const attributes = remaining.map(({ name }) => name);
    const orders = remaining.flatMap(({ order }) => (order === undefined ? [] : [order]));
    const duplicate = indexes.find(
      (other) =>
        other.key !== index.key &&
        isSameList(other.attributes, attributes) &&
        isSameList(other.orders, orders),
    );
    if (attributes.length === 0 || duplicate) indexes.delete(index.$id);
    else indexes.put({ ...index, attributes, orders });
  }
}

const isSameList = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((item, at) => item === b[at]);
