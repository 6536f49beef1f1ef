import { items, kindOf, plainText } from '../lib/json/slices.ts';
import type { Attribute } from './attribute.ts';

/**
 * Whether a stored document is what was sent: each value that was sent is there, if perhaps in another notation. What
 * the server puts in the place of null, and related documents, are not looked at.
 * @param stored its members, as JSON texts
 */
export function isSameDocument(
  data: ReadonlyMap<string, string>,
  stored: ReadonlyMap<string, string>,
  attributes: ReadonlyMap<string, Attribute>,
): boolean {
  return [...data].every(([name, value]) => {
    const attribute = attributes.get(name);
    if (value === 'null' || !attribute || attribute.type === 'relationship') return true;
    return isSameValue(value, stored.get(name) ?? 'null', attribute);
  });
}

function isSameValue(sent: string, stored: string, attribute: Attribute): boolean {
  if (sent === stored) return true;
  const kind = kindOf(sent);
  if (kind !== kindOf(stored)) return false;
  if (kind === 'array') {
    const [ours, theirs] = [[...items(sent)], [...items(stored)]];
    return (
      ours.length === theirs.length &&
      ours.every((item, index) => isSameValue(item, theirs[index]!, attribute))
    );
  }
  if (attribute.type === 'double') return Number(sent) === Number(stored);
  const [ours, theirs] = [plainText(sent), plainText(stored)];
  return attribute.type === 'datetime' ? Date.parse(ours) === Date.parse(theirs) : ours === theirs;
}
