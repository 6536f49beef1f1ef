/** Parts of editing a file that need nothing but the text: lists without an order, and nested settings. */
import type { JsonEditor } from '../../lib/json/edit.ts';
import { writeObject } from '../../lib/json/slices.ts';
import type { JsonArrayNode } from '../../lib/json/tree.ts';
import { TextValue } from '../../lib/json/value.ts';
import { rulesOf } from '../model/field-types.ts';
import type { Field } from '../model/kind.ts';
import { type SourceNode, textAt } from './source.ts';

/** Keeps the items that still hold, in their order and spelling, and appends the others. */
export function changeSet(
  editor: JsonEditor,
  { source, node }: SourceNode & { readonly node: JsonArrayNode },
  field: Field,
  after: readonly string[],
): void {
  const missing = new Set(after);
  for (const item of node.items) {
    const text = textAt({ source, node: item });
    const read = rulesOf(field.type).read(new TextValue(`[${text}]`));
    const parts = Array.isArray(read) ? read : [];
    if (parts.length > 0 && parts.every((part) => after.includes(part))) {
      for (const part of parts) missing.delete(part);
    } else editor.removeItem(node, item);
  }
  for (const item of missing) editor.append(node, JSON.stringify(item));
}

/** Sections within sections, and the JSON of the innermost. */
export interface Settings {
  [name: string]: Settings | string;
}

export function setAt(settings: Settings, [name = '', ...rest]: readonly string[], json: string): void {
  if (rest.length === 0) {
    settings[name] = json;
    return;
  }
  const inner = settings[name];
  const next = typeof inner === 'object' ? inner : {};
  settings[name] = next;
  setAt(next, rest, json);
}

export const nestedJson = (settings: Settings): string =>
  writeObject(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : nestedJson(value),
    ]),
  );
