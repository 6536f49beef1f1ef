import { items, kindOf, plainText } from '../lib/json/slices.ts';
import { type Attribute, isRelationship } from './attribute.ts';

/**
 * True if a stored document has every value that was sent, in whatever notation. Ignores nulls, for which the server
 * stores the default, and relationships.
 * @param sent values by attribute, as JSON texts
 * @param stored members of the document, as JSON texts
 */
export function isSameDocument(
  sent: ReadonlyMap<string, string>,
  stored: ReadonlyMap<string, string>,
  attributes: ReadonlyMap<string, Attribute>,
): boolean {
  return [...sent].every(([name, value]) => {
    const attribute = attributes.get(name);
    if (value === 'null' || !attribute || isRelationship(attribute)) return true;
    return isSameValue(value, stored.get(name) ?? 'null', attribute);
  });
}

/** Returns a number as the server stores it in a float attribute, with 14 digits: 1/7 as 0.14285714285714. */
export const storedDouble = (value: number | bigint): number => Number(Number(value).toPrecision(14));

/**
 * Returns the time of a date in ms, NaN if it is none. The server reads a date without a time zone as UTC, whatever the
 * zone of this process.
 */
export function parseDate(text: string): number {
  const hasZone = /(z|[+-]\d\d(:?\d\d)?)$/i.test(text.slice('2024-01-31'.length));
  return Date.parse(hasZone || !/\d:\d/.test(text) ? text : `${text}Z`);
}

const placeTypes: ReadonlySet<string> = new Set(['point', 'linestring', 'polygon']);

/**
 * True if two JSON texts are the same value of an attribute: `1e1` and `10`, or one moment in two time zones. Doubles are
 * the same if the server stores them the same.
 */
export function isSameValue(sent: string, stored: string, attribute: Pick<Attribute, 'type'>): boolean {
  if (sent === stored) return true;
  const kind = kindOf(sent);
  if (kind !== kindOf(stored)) return false;
  if (kind === 'array') {
    const [sentItems, storedItems] = [[...items(sent)], [...items(stored)]];
    return (
      sentItems.length === storedItems.length &&
      sentItems.every((item, index) => isSameValue(item, storedItems[index]!, attribute))
    );
  }
  if (placeTypes.has(attribute.type)) return Number(sent) === Number(stored);
  if (attribute.type === 'double') return storedDouble(Number(sent)) === storedDouble(Number(stored));
  const [sentText, storedText] = [plainText(sent), plainText(stored)];
  return attribute.type === 'datetime'
    ? parseDate(sentText) === parseDate(storedText)
    : sentText === storedText;
}
