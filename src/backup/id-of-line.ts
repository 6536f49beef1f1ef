import { members, plainText } from '../lib/json/slices.ts';

/** Returns the `$id` of an item, as JSON text; empty if it has none. Lines of a backup begin with it. */
export function idOfLine(line: string): string {
  const [, id] = /^\{"\$id":"([^"\\]*)"/.exec(line) ?? [];
  return id ?? plainText(members(line).get('$id') ?? '""');
}
