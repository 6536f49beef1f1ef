/** Rules of the server for indexes, as pure functions. */
import type { Attribute, Status } from './attribute.ts';
import { isSameKey, type KeyProblem, keyProblem, sizeOf } from './attribute-rules.ts';
import { arrayIndexCharacters, maxIndexCharacters, maxIndexes } from './limits.ts';

export type IndexType = 'key' | 'fulltext' | 'unique';

/** An index of a collection. */
export interface Index {
  readonly key: string;
  readonly type: IndexType;
  readonly status: Status;
  readonly attributes: readonly string[];
  /** ASC or DESC for each attribute; shorter if fewer were given; null for arrays. */
  readonly orders: readonly (string | null)[];
}

/** Reason why the server refuses an index. */
export type IndexProblem =
  | KeyProblem
  | { readonly kind: 'invalid-order' }
  | { readonly kind: 'too-many-indexes'; readonly max: number }
  | { readonly kind: 'unknown-attribute' | 'relationship' | 'unavailable'; readonly attribute: string }
  | { readonly kind: 'no-attributes' | 'repeated-attribute' | 'several-arrays' }
  | { readonly kind: 'not-text' | 'array'; readonly attribute: string }
  | { readonly kind: 'too-long'; readonly characters: number; readonly maxCharacters: number };

const system = { array: false, format: '', required: true, status: 'available' } as const;

const systemAttributes: readonly Attribute[] = [
  { key: '$id', type: 'string', size: 36, ...system },
  { key: '$createdAt', type: 'datetime', ...system },
  { key: '$updatedAt', type: 'datetime', ...system },
];

/**
 * Checks a new index.
 * @param attributes of the collection
 * @param others the indexes that the collection has
 * @returns the first problem that the server would report, or undefined if there is none
 */
export function indexProblem(
  index: Index,
  attributes: readonly Attribute[],
  others: readonly Index[],
): IndexProblem | undefined {
  const invalid = keyProblem(index.key);
  if (invalid) return invalid;
  if (index.orders.some((order) => !/^(asc|desc)$/i.test(order ?? ''))) return { kind: 'invalid-order' };
  if (others.length >= maxIndexes) return { kind: 'too-many-indexes', max: maxIndexes };
  const unfit = firstOf(index.attributes, (key) => attributeProblem(key, attributes));
  if (unfit) return unfit;
  const indexed = index.attributes.flatMap((key) => find(key, attributes) ?? []);
  const mismatch = typeProblem(index, indexed) ?? lengthProblem(index, indexed);
  if (mismatch) return mismatch;
  return others.some(({ key }) => isSameKey(key, index.key))
    ? { kind: 'duplicate-key', key: index.key }
    : undefined;
}

/** Returns the orders that the server stores: null for each array, and for what precedes one without an order. */
export function storedOrders(
  { attributes, orders }: Pick<Index, 'attributes' | 'orders'>,
  all: readonly Attribute[],
): Index['orders'] {
  const indexed = attributes.map((key) => find(key, all));
  const length = Math.max(orders.length, indexed.findLastIndex((attribute) => attribute?.array) + 1);
  return Array.from({ length }, (_, at) => (indexed[at]?.array ? null : (orders[at] ?? null)));
}

function firstOf<Item, Result>(
  list: readonly Item[],
  check: (item: Item) => Result | undefined,
): Result | undefined {
  for (const item of list) {
    const result = check(item);
    if (result !== undefined) return result;
  }
  return undefined;
}

const find = (key: string, attributes: readonly Attribute[]) =>
  attributes.find((each) => each.key === key) ?? systemAttributes.find((each) => each.key === key);

function attributeProblem(key: string, attributes: readonly Attribute[]): IndexProblem | undefined {
  const attribute = find(key, attributes);
  if (!attribute) return { kind: 'unknown-attribute', attribute: key };
  if (attribute.type === 'relationship') return { kind: 'relationship', attribute: key };
  if (attribute.status !== 'available') return { kind: 'unavailable', attribute: key };
  return undefined;
}

function typeProblem({ type }: Index, attributes: readonly Attribute[]): IndexProblem | undefined {
  if (attributes.length === 0) return { kind: 'no-attributes' };
  const keys = new Set(attributes.map(({ key }) => key.toLowerCase()));
  if (keys.size < attributes.length) return { kind: 'repeated-attribute' };
  const notText = attributes.find((attribute) => attribute.type !== 'string');
  if (type === 'fulltext' && notText) return { kind: 'not-text', attribute: notText.key };
  const [array, secondArray] = attributes.filter((attribute) => attribute.array);
  if (array && type !== 'key') return { kind: 'array', attribute: array.key };
  return secondArray && { kind: 'several-arrays' };
}

function lengthProblem({ type }: Index, attributes: readonly Attribute[]): IndexProblem | undefined {
  const characters = attributes.reduce((sum, attribute) => sum + lengthOf(attribute), 0);
  if (type === 'fulltext' || characters <= maxIndexCharacters) return undefined;
  return { kind: 'too-long', characters, maxCharacters: maxIndexCharacters };
}

function lengthOf(attribute: Attribute): number {
  if (attribute.array) return arrayIndexCharacters;
  if (attribute.type === 'string') return sizeOf(attribute);
  return attribute.type === 'double' ? 2 : 1;
}
