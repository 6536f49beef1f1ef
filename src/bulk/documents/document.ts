import { items, kindOf, plainText } from '../../lib/json/slices.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { idForm } from '../../operations/values.ts';
import type { Collection } from './collection.ts';
import { withoutRelated } from './relations.ts';
import { valueProblem } from './row.ts';

/** A document as it is going to be sent. */
export interface DocumentItem {
  /** Undefined where the row names none. */
  readonly id: string | undefined;
  /** Its attributes, as JSON texts. */
  readonly data: ReadonlyMap<string, string>;
  /** Undefined where the row says nothing of them. */
  readonly permissions: readonly string[] | undefined;
}

/** What a row may carry beside attributes, ID and permissions: the server's own, and what a file of rejects adds. */
const ignored: ReadonlySet<string> = new Set([
  '$createdAt',
  '$updatedAt',
  '$databaseId',
  '$collectionId',
  '$line',
  '$reason',
]);

/** What the columns and members of rows can be called. */
export function nameProblem(name: string, { attributes }: Collection, idField: string): string | undefined {
  const isKnown =
    ignored.has(name) || ['$id', '$permissions', idField].includes(name) || attributes.has(name);
  if (isKnown) return undefined;
  const guess = closestMatch(name, [...attributes.keys()]);
  return `there is no attribute ${name}${guess ? ` (did you mean ${guess}?)` : ''}`;
}

/**
 * Makes a document of a row.
 * @param fields the row's members, as JSON texts
 * @param idField which of them is the ID
 * @returns the document, or all that is wrong with the row
 */
export function planDocument(
  fields: ReadonlyMap<string, string>,
  collection: Collection,
  idField: string,
): { readonly item: DocumentItem } | { readonly problem: string } {
  const { attributes } = collection;
  const problems: string[] = [];
  const data = new Map<string, string>();
  for (const [name, value] of fields) {
    const attribute = attributes.get(name);
    const problem = attribute ? valueProblem(attribute, value) : nameProblem(name, collection, idField);
    if (problem) problems.push(problem);
    if (attribute) data.set(name, attribute.type === 'relationship' ? withoutRelated(value) : value);
  }
  for (const { key, required, status } of attributes.values()) {
    if (required && status === 'available' && !fields.has(key)) problems.push(`${key} is required`);
  }
  if (data.size === 0 && problems.length === 0) problems.push('there is no attribute in it');
  const id = readId(fields.get(idField) ?? 'null', idField);
  const permissions = readPermissions(fields.get('$permissions') ?? 'null');
  if ('problem' in id) problems.push(id.problem);
  if ('problem' in permissions) problems.push(permissions.problem);
  if ('problem' in id || 'problem' in permissions || problems.length > 0)
    return { problem: problems.join('; ') };
  return { item: { id: id.value, data, permissions: permissions.value } };
}

type Read<Value> = { readonly value: Value } | { readonly problem: string };

function readId(json: string, field: string): Read<string | undefined> {
  if (json === 'null' || json === '"unique()"') {
    return field === '$id'
      ? { value: undefined }
      : { problem: `${field}, which is to be the ID, is missing` };
  }
  const id = plainText(json);
  if (['string', 'number'].includes(kindOf(json)) && idForm.test(id)) return { value: id };
  return {
    problem: `${field} can't be ${json.slice(0, 60)}: an ID has at most 36 letters, digits, dots, hyphens and underscores`,
  };
}

function readPermissions(json: string): Read<readonly string[] | undefined> {
  if (json === 'null') return { value: undefined };
  const isList = kindOf(json) === 'array' && [...items(json)].every((item) => kindOf(item) === 'string');
  return isList
    ? { value: JSON.parse(json) }
    : { problem: '$permissions takes a list such as ["read(\\"any\\")"]' };
}
