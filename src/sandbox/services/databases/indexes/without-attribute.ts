import type { Collection } from '../../../core/store/collection.ts';
import type { IndexRecord } from './index.ts';

/** Takes an attribute that is no more out of the indexes. One that has none left, or becomes another's twin, goes. */
export function withoutAttribute(indexes: Collection<IndexRecord>, key: string): void {
  for (const index of indexes.filter(({ attributes }) => attributes.includes(key))) {
    const left = index.attributes.map((name, at) => ({ name, order: index.orders[at] }));
    const kept = left.filter(({ name }) => name !== key);
    const attributes = kept.map(({ name }) => name);
    const orders = kept.flatMap(({ order }) => (order === undefined ? [] : [order]));
    const twin = indexes.find(
      (other) => other.key !== index.key && same(other.attributes, attributes) && same(other.orders, orders),
    );
    if (attributes.length === 0 || twin) indexes.delete(index.$id);
    else indexes.put({ ...index, attributes, orders });
  }
}

const same = (a: readonly unknown[], b: readonly unknown[]) =>
  a.length === b.length && a.every((item, at) => item === b[at]);
