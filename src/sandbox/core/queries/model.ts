import { itemsOf } from '../../../api/models.ts';
import type { Operation } from '../../../api/schema.ts';
import { type AttributeFacts, type Method, methods, type QuerySchema } from './query.ts';

const dates: readonly string[] = ['$createdAt', '$updatedAt'];
/** Attributes that every record can be filtered and sorted by. */
export const commonAttributes: readonly (readonly [string, AttributeFacts])[] = [
  ['$id', { type: 'string', array: false }],
  ...dates.map((name): [string, AttributeFacts] => [name, { type: 'datetime', array: false }]),
];

const types = { integer: 'integer', number: 'double', boolean: 'boolean' } as const;

/** Returns the schema for queries on a list operation of a fixed model, from the catalogue. */
export function modelSchema(operation: Operation): QuerySchema {
  const param = operation.params.find(({ name }) => name === 'queries');
  const fields = itemsOf(operation.response, operation.apiVersion)?.model.fields ?? {};
  const attributes = (param?.filterable ?? []).map((name): [string, AttributeFacts] => {
    const field = fields[name] ?? 'string';
    return [name, { type: types[field as keyof typeof types] ?? 'string', array: field === 'list' }];
  });
  const allowed = (param?.queryMethods ??
    methods.filter((method) => method !== 'select')) as readonly Method[];
  return { attributes: new Map([...commonAttributes, ...attributes]), methods: new Set(allowed) };
}
