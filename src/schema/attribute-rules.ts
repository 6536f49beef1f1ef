/** Rules of the server for attributes, as pure functions: each returns a problem, or undefined if there is none. */
import { type Attribute, isRelationship, type Relationship } from './attribute.ts';
import {
  baseRowBytes,
  formatSizes,
  maxAttributes,
  maxInlineCharacters,
  maxInt32,
  maxKeyCharacters,
  maxRowBytes,
  maxTextCharacters,
} from './limits.ts';

export interface KeyProblem {
  readonly kind: 'invalid-key' | 'duplicate-key';
  readonly key: string;
}

/** Reason why the server refuses an attribute. */
export type AttributeProblem =
  | KeyProblem
  | { readonly kind: 'size-out-of-range'; readonly min: number; readonly max: number }
  | { readonly kind: 'empty-element' }
  | { readonly kind: 'bounds-reversed' }
  | { readonly kind: 'unsupported-default'; readonly because: 'required' | 'array' }
  | { readonly kind: 'too-many-attributes'; readonly max: number }
  | { readonly kind: 'row-too-wide'; readonly bytes: number; readonly maxBytes: number }
  | { readonly kind: 'second-many-to-many'; readonly relatedCollection: string };

const keyForm = new RegExp(`^[a-zA-Z0-9][a-zA-Z0-9._-]{0,${maxKeyCharacters - 1}}$`);

/** Checks the form of the key of an attribute or index. */
export function keyProblem(key: string): KeyProblem | undefined {
  return keyForm.test(key) ? undefined : { kind: 'invalid-key', key };
}

/** True if two keys name the same attribute or index: MariaDB ignores case in the names of columns. */
export const isSameKey = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Checks the size and the elements of an attribute. */
export function definitionProblem({ type, format, size, elements }: Attribute): AttributeProblem | undefined {
  if (type === 'string' && format === '' && size !== undefined && (size < 1 || size > maxTextCharacters)) {
    return { kind: 'size-out-of-range', min: 1, max: maxTextCharacters };
  }
  return elements?.includes('') ? { kind: 'empty-element' } : undefined;
}

/** Checks the bounds of an attribute, and if it may have a default; not if the default fits it. */
export function constraintProblem({
  required,
  array,
  min,
  max,
  default: value,
}: Attribute & { readonly default: unknown }): AttributeProblem | undefined {
  if (min !== undefined && max !== undefined && min > max) return { kind: 'bounds-reversed' };
  if (value === null || !(required || array)) return undefined;
  return { kind: 'unsupported-default', because: required ? 'required' : 'array' };
}

/**
 * Checks if a collection has room for a new attribute, under that key.
 * @param others the attributes that the collection has
 */
export function additionProblem(
  others: readonly Attribute[],
  attribute: Attribute,
): AttributeProblem | undefined {
  const { key } = attribute;
  const invalid = keyProblem(key);
  if (invalid) return invalid;
  if (others.some((other) => isSameKey(other.key, key))) return { kind: 'duplicate-key', key };
  if (others.length + 1 > maxAttributes) return { kind: 'too-many-attributes', max: maxAttributes };
  const bytes = [...others, attribute].reduce((sum, each) => sum + rowBytesOf(each), baseRowBytes);
  return bytes < maxRowBytes ? undefined : { kind: 'row-too-wide', bytes, maxBytes: maxRowBytes };
}

/**
 * Checks a new relationship against those that the collection has. Two with the same related collection need different
 * keys on both sides, and only one of them may be many-to-many.
 * @param others the attributes that the collection has
 */
export function relationshipProblem(
  others: readonly Attribute[],
  { relatedCollection, relationType, twoWayKey }: Relationship,
): AttributeProblem | undefined {
  const invalid = keyProblem(twoWayKey);
  if (invalid) return invalid;
  const parallel = others
    .filter(isRelationship)
    .filter((other) => other.relatedCollection === relatedCollection);
  if (parallel.some((other) => isSameKey(other.twoWayKey, twoWayKey))) {
    return { kind: 'duplicate-key', key: twoWayKey };
  }
  const isSecond = parallel.some((other) => other.relationType === 'manyToMany');
  if (relationType === 'manyToMany' && isSecond) return { kind: 'second-many-to-many', relatedCollection };
  return undefined;
}

/**
 * Returns what becomes of a relationship of a collection to itself, which is broken on the server: the attribute fails,
 * or is available but documents know only the key of the child side.
 */
export const selfRelationshipOutcome = ({
  relationType,
}: Pick<Relationship, 'relationType'>): 'fails' | 'child-key-only' =>
  relationType === 'oneToOne' || relationType === 'manyToOne' ? 'fails' : 'child-key-only';

/** True for a relationship of a collection to itself after which the server can't read any of its documents. */
export const blocksReads = ({
  relationType,
  twoWay,
}: Pick<Relationship, 'relationType' | 'twoWay'>): boolean => relationType === 'manyToOne' && twoWay;

/** Returns the size of a new attribute: as given, or as the server sets it. */
export function sizeOf({
  type,
  format,
  size,
  max,
}: Pick<Attribute, 'type' | 'format' | 'size' | 'max'>): number {
  if (size !== undefined) return size;
  if (type === 'integer') return max === undefined || max > maxInt32 ? 8 : 4;
  return format === '' ? 0 : formatSizes[format];
}

/**
 * Estimates the bytes that an attribute takes in a row; 0 if its type is unknown.
 */
function rowBytesOf(attribute: Attribute): number {
  const { type, array } = attribute;
  if (array) return 20;
  switch (type) {
    case 'string':
      return textBytesOf(sizeOf(attribute));
    case 'integer':
      return sizeOf(attribute);
    case 'double':
      return 8;
    case 'boolean':
      return 1;
    case 'datetime':
      return 19;
    case 'relationship':
      return textBytesOf(255);
    default:
      return 0;
  }
}

/** Four bytes a character in utf8mb4 and the length, or a pointer to LONGTEXT, MEDIUMTEXT or TEXT. */
function textBytesOf(size: number): number {
  if (size > 16_777_215) return 12;
  if (size > 65_535) return 11;
  if (size > maxInlineCharacters) return 10;
  return size * 4 + (size > 255 ? 2 : 1);
}
