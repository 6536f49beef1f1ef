/** Comparison of items of a backup with those of a project. */
import { items, kindOf, members, plainText } from '../../lib/json/slices.ts';

/** Returns the text of a member, '' for null and for one that is not there. */
export function textOf(item: ReadonlyMap<string, string>, name: string): string {
  const json = item.get(name) ?? 'null';
  return kindOf(json) === 'null' ? '' : plainText(json);
}

/** Returns the items of a member that is a list of texts; none for null and for one that is not there. */
export function textsOf(item: ReadonlyMap<string, string>, name: string): string[] {
  const json = item.get(name) ?? 'null';
  return kindOf(json) === 'array' ? [...items(json)].map(plainText) : [];
}

/** True if the lists have the same items, in whatever order. */
export function areSameTexts(a: readonly string[], b: readonly string[]): boolean {
  const inOrder = (list: readonly string[]) => JSON.stringify([...new Set(list)].toSorted());
  return inOrder(a) === inOrder(b);
}

/** True for the same value in whatever order of members. PHP writes an empty object as an empty list. */
export function isSameJson(a: string, b: string): boolean {
  return a === b || canonical(a) === canonical(b);
}

function canonical(json: string): string {
  switch (kindOf(json)) {
    case 'object': {
      const sorted = [...members(json)].toSorted(([one], [other]) => (one < other ? -1 : 1));
      const texts = sorted.map(([name, value]) => `${JSON.stringify(name)}:${canonical(value)}`);
      return texts.length === 0 ? '[]' : `{${texts.join(',')}}`;
    }
    case 'array':
      return `[${[...items(json)].map(canonical).join(',')}]`;
    case 'string':
      return JSON.stringify(plainText(json));
    default:
      return json.trim();
  }
}
