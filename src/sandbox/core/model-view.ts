import { modelOf } from '../../api/models.ts';
import { defaultApiVersion } from '../../api/versions.ts';
import type { Json, JsonObject } from './json.ts';

/**
 * Returns a record as the API answers it: the fields of its model, in the server's order; null if the record lacks one.
 * @param model name in the catalogue: `attributeString`
 */
export function modelView(model: string, record: object): JsonObject {
  const values = record as Readonly<Record<string, Json | undefined>>;
  return Object.fromEntries(
    Object.keys(modelOf(model, defaultApiVersion).fields).map((field) => [field, values[field] ?? null]),
  );
}

/** Returns an empty list, for records that the sandbox stores none of. */
export const emptyList = (member: string): JsonObject => ({ total: 0, [member]: [] });
