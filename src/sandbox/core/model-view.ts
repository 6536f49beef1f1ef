import { models } from '../../api/models.ts';
import type { Json, JsonObject } from './json.ts';

/**
 * A record as the API answers it: the fields that its model has, in the server's order. What the record lacks is null.
 * @param model as the catalogue names it: `attributeString`
 */
export function modelView(model: string, record: object): JsonObject {
  const values = record as Readonly<Record<string, Json | undefined>>;
  return Object.fromEntries(
    Object.keys(models[model]!.fields).map((field) => [field, values[field] ?? null]),
  );
}

/** An empty list, for records that the sandbox keeps none of. */
export const emptyList = (member: string): JsonObject => ({ total: 0, [member]: [] });
