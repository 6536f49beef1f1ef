/** Rows of a file as documents: CSV cells to JSON, checks against the attributes, and what to send. */
import { isJson } from '../../lib/json/format.ts';
import { items, kindOf, members, plainText } from '../../lib/json/slices.ts';
import { isJsonNumber } from '../../lib/text/numbers.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import { idForm } from '../../operations/values.ts';
import { type Attribute, isRelationship } from '../../schema/attribute.ts';
import { unmetExpectation } from '../../schema/value-rules.ts';
import type { Prepared } from '../row-importer.ts';
import { isLeftOut, originalText, unfixedProblem } from '../rows/dollar-names.ts';
import type { Collection } from './collection.ts';

/** A document to send. */
export interface DocumentItem {
  /** Undefined if the row has none. */
  readonly id: string | undefined;
  /** Values by attribute, as JSON texts. */
  readonly data: ReadonlyMap<string, string>;
  /** Undefined if the row has none: the server then keeps or sets its default. */
  readonly permissions: readonly string[] | undefined;
}

/** Names with `$` that an import reads. */
export const sentNames: readonly string[] = ['$id', '$permissions'];

/** Returns why a column or member can't have this name, or undefined if it can. */
export function nameProblem(
  name: string,
  { attributes, say }: Collection,
  idField: string,
): string | undefined {
  if (name === idField || sentNames.includes(name) || attributes.has(name)) return undefined;
  if (name === originalText) return unfixedProblem;
  if (isLeftOut(name, sentNames)) return undefined;
  return noAttribute(name, name.startsWith('$') ? sentNames : [...attributes.keys()], say);
}

/** Returns the problem of a name that no attribute has. */
export function noAttribute(name: string, known: readonly string[], say: Collection['say']): string {
  const guess = closestMatch(name, known);
  return `${say('there is no attribute')} ${name}${guess ? ` (did you mean ${guess}?)` : ''}`;
}

/** Makes a document of a row, as `readDocument`, with all problems in one line. */
export function prepareDocument(...row: Parameters<typeof readDocument>): Prepared<DocumentItem> {
  const read = readDocument(...row);
  return 'item' in read ? read : { problem: read.problems.join('; ') };
}

/**
 * Makes a document of members.
 * @param fields the members, as JSON texts
 * @param idField name of the member that is the ID
 * @returns the document, or all problems
 */
export function readDocument(
  fields: ReadonlyMap<string, string>,
  collection: Collection,
  idField: string,
): { readonly item: DocumentItem } | { readonly problems: readonly string[] } {
  const { attributes, say } = collection;
  const problems: string[] = [];
  const data = new Map<string, string>();
  for (const [name, value] of fields) {
    const attribute = attributes.get(name);
    const problem = attribute ? valueProblem(attribute, value, say) : nameProblem(name, collection, idField);
    if (problem) problems.push(problem);
    if (attribute) data.set(name, isRelationship(attribute) ? replaceRelated(value) : value);
  }
  for (const { key, required, status } of attributes.values()) {
    if (required && status === 'available' && !fields.has(key)) problems.push(`${key} is required`);
  }
  if (data.size === 0 && problems.length === 0) problems.push(say('it has no attributes'));
  const id = readId(fields.get(idField) ?? 'null', idField);
  const permissions = readPermissions(fields.get('$permissions') ?? 'null');
  if ('problem' in id) problems.push(id.problem);
  if ('problem' in permissions) problems.push(permissions.problem);
  if ('problem' in id || 'problem' in permissions || problems.length > 0) return { problems };
  return { item: { id: id.value, data, permissions: permissions.value } };
}

type ReadResult<Value> = { readonly value: Value } | { readonly problem: string };

function readId(json: string, field: string): ReadResult<string | undefined> {
  if (json === 'null' || json === '"unique()"') {
    return field === '$id' ? { value: undefined } : { problem: `${field} is missing: the field for the ID` };
  }
  const id = plainText(json);
  if (['string', 'number'].includes(kindOf(json)) && idForm.test(id)) return { value: id };
  return {
    problem: `${field} can't be ${json.slice(0, maxShownLength)}: an ID has at most 36 letters, digits, dots, hyphens and underscores`,
  };
}

export function readPermissions(json: string): ReadResult<readonly string[] | undefined> {
  if (json === 'null') return { value: undefined };
  const isList = kindOf(json) === 'array' && [...items(json)].every((item) => kindOf(item) === 'string');
  return isList
    ? { value: JSON.parse(json) }
    : { problem: '$permissions takes a list such as ["read(\\"any\\")"]' };
}

/**
 * Replaces related documents in a value by their IDs. Only relationships hold objects; one without an ID, which the
 * server is to create, stays. 1.8 shows a relationship to a document that does not exist as `{"$sequence":0}`: null.
 * @param json the value, as JSON text
 */
export function replaceRelated(json: string): string {
  const kind = kindOf(json);
  if (kind === 'object') {
    const related = members(json);
    const isNothing = related.size > 0 && [...related.keys()].every((name) => name.startsWith('$'));
    return related.get('$id') ?? (isNothing ? 'null' : json);
  }
  if (kind !== 'array' || !json.includes('{')) return json;
  const list = [...items(json)];
  if (!list.some((item) => kindOf(item) === 'object')) return json;
  const ids = list.map(replaceRelated).filter((id, index) => id !== 'null' || list[index] === 'null');
  return `[${ids.join(',')}]`;
}

/**
 * Returns the number of a CSV cell as JSON, or undefined if it is none. Spreadsheets and other programs also write
 * ` 6 `, `+5`, `.5`, `5.` and, for a whole number, `5.0`; none of that changes the value.
 */
function numberOf(cell: string, type: Attribute['type']): string | undefined {
  const plain = cell
    .trim()
    .replace(/^\+(?=[\d.])/, '')
    .replace(/^(-?)\.(?=\d)/, '$10.')
    .replace(/^(-?\d+)\.(?=$|[eE])/, '$1');
  const number = type === 'integer' ? plain.replace(/^(-?\d+)\.0+$/, '$1') : plain;
  return isJsonNumber(number) ? number : undefined;
}

/**
 * Returns a CSV cell as JSON text. Lists and relationships are JSON already. A cell that does not fit its attribute
 * becomes a string, which `prepareDocument` then refuses with the name of the column.
 * @param attribute undefined for `$id` and other names that are no attribute
 */
export function cellToJson(attribute: Attribute | undefined, column: string, cell: string): string {
  if (column === '$permissions' || attribute?.array) return jsonOrText(cell, /^\s*\[/);
  switch (attribute?.type) {
    case 'integer':
    case 'double':
      return numberOf(cell, attribute.type) ?? JSON.stringify(cell);
    case 'boolean':
      return /^\s*(true|false)\s*$/i.test(cell) ? cell.trim().toLowerCase() : JSON.stringify(cell);
    case 'relationship':
      return jsonOrText(cell, /^\s*[[{]/);
    case 'point':
    case 'linestring':
    case 'polygon':
      return jsonOrText(cell, /^\s*\[/);
    default:
      return JSON.stringify(cell);
  }
}

/** @param jsonStart beginning of cells that are JSON */
function jsonOrText(cell: string, jsonStart: RegExp): string {
  return jsonStart.test(cell) && isJson(cell) ? cell.trim() : JSON.stringify(cell);
}

/**
 * Returns why the server would refuse a value, or undefined if it may accept it: formats are only checked roughly.
 * @param json the value, as JSON text
 */
export function valueProblem(attribute: Attribute, json: string, say: Collection['say']): string | undefined {
  const { key, required, array, status } = attribute;
  if (status !== 'available') return `${key} can't be used: it is ${status}`;
  if (json === 'null') return required ? `${key} is required` : undefined;
  if (isRelationship(attribute)) return relatedProblem(key, json, say);
  if (!array) return itemProblem(attribute, json);
  if (kindOf(json) !== 'array') return `${key} takes a list, not ${shorten(json)}`;
  for (const item of items(json)) {
    const problem = itemProblem(attribute, item);
    if (problem) return problem;
  }
  return undefined;
}

function relatedProblem(key: string, json: string, say: Collection['say']): string | undefined {
  const related = kindOf(json) === 'array' ? [...items(json)] : [json];
  const invalid = related.find((item) => !['string', 'object'].includes(kindOf(item)));
  return invalid === undefined
    ? undefined
    : `${key} ${say('takes IDs of documents')}, not ${shorten(invalid)}`;
}

function itemProblem(attribute: Attribute, json: string): string | undefined {
  const expected = unmetExpectation(attribute, json);
  return expected === undefined ? undefined : `${attribute.key} takes ${expected}, not ${shorten(json)}`;
}

const maxShownLength = 60;

function shorten(json: string): string {
  return json.length <= maxShownLength ? json : `${json.slice(0, maxShownLength)}…`;
}
