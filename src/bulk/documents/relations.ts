import { items, kindOf, members } from '../../lib/json/slices.ts';

/**
 * A value with each related document in it replaced by its ID. Only relationships hold objects; one without an ID, to
 * be created with its document, stays.
 * @param json the value, as JSON text
 */
export function withoutRelated(json: string): string {
  const kind = kindOf(json);
  if (kind === 'object') return members(json).get('$id') ?? json;
  if (kind !== 'array') return json;
  const list = [...items(json)];
  if (!list.some((item) => kindOf(item) === 'object')) return json;
  return `[${list.map(withoutRelated).join(',')}]`;
}
