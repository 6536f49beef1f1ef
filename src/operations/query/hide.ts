import { items, members, writeObject } from '../../lib/json/slices.ts';

/**
 * A list's body whose items have no `$id` any more. Everything else keeps its order and its tokens.
 * @param text the body, which has been checked
 * @param member the one that holds the items
 */
export function withoutIds(text: string, member: string): string {
  const body = members(text);
  const list = body.get(member);
  if (list === undefined) return text;
  const shown = [...items(list)].map((item) => {
    const fields = members(item);
    fields.delete('$id');
    return writeObject(fields);
  });
  return writeObject(body.set(member, `[${shown.join(',')}]`));
}
