import { ApiError } from '../../../core/errors.ts';
import { isList, type Json, type JsonObject } from '../../../core/json.ts';
import { type AttributeRecord, filledIn } from '../attributes/attribute.ts';
import { normalize, unmetExpectation } from '../attributes/value.ts';

/** Members of every document, which its data may contain but can't set. */
const systemMembers: ReadonlySet<string> = new Set([
  '$id',
  '$internalId',
  '$collection',
  '$permissions',
  '$createdAt',
  '$updatedAt',
]);

/**
 * Checks the data of a document and returns the values to store: with defaults, dates in UTC, without nulls.
 * @param data values by attribute, without relationships
 * @throws ApiError 400 document_invalid_structure
 */
export function checkedValues(fields: readonly AttributeRecord[], data: JsonObject): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const field of fields) {
    const value = (Object.hasOwn(data, field.key) ? data[field.key] : null) ?? filledIn(field);
    if (value !== null) values[field.key] = value;
    else if (field.required) throw invalidStructure(`the attribute "${field.key}" is required.`);
  }
  checkNames(fields, data);
  for (const field of fields) {
    const value = Object.hasOwn(values, field.key) ? values[field.key] : undefined;
    if (value === undefined) continue;
    if (field.array) checkList(field, value);
    else checkItem(field, field.key, value);
    values[field.key] = stored(field, value);
  }
  return values;
}

function stored(field: AttributeRecord, value: Json): Json {
  return isList(value) && field.array ? value.map((item) => normalize(field, item)) : normalize(field, value);
}

function checkNames(fields: readonly AttributeRecord[], data: JsonObject): void {
  const known = new Set(fields.map(({ key }) => key));
  for (const name of Object.keys(data)) {
    if (!known.has(name) && !systemMembers.has(name))
      throw invalidStructure(`there is no attribute "${name}" in the collection.`);
  }
}

function checkList(field: AttributeRecord, value: Json): void {
  if (!isList(value)) throw invalidStructure(`the attribute "${field.key}" is a list.`);
  for (const [index, item] of value.entries()) {
    if (item !== null || field.required) checkItem(field, `${field.key}[${index}]`, item);
  }
}

function checkItem(field: AttributeRecord, name: string, value: Json): void {
  const expected = unmetExpectation(field, value);
  if (expected !== undefined) throw invalidStructure(`the attribute "${name}" must be ${expected}.`);
}

export const invalidStructure = (why: string) =>
  new ApiError(400, 'document_invalid_structure', `Invalid document structure: ${why}`);
