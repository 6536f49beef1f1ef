/** Changes as people read them. The text may hold that of a file or a server, with control characters. */
import type { FieldType } from '../model/field-types.ts';
import type { KindName } from '../model/kind.ts';
import { kindNamed } from '../model/kinds.ts';
import { type FieldValue, valueJson } from '../model/value.ts';
import type { PlannedChange } from './plan.ts';

/** Maximum number of characters of a value; `…` stands for the rest. */
const maxValueCharacters = 80;

/** Returns a change: `size 50 → 200`, `+ read("any")`, `password changed`. @param arrow that the screen can show */
export function shownChange(kind: KindName, change: PlannedChange, arrow: string): string {
  const { field } = change;
  if ('secret' in change) return `${field} changed`;
  const { from, to } = change;
  if (isSet(typeOf(kind, field)) && Array.isArray(from) && Array.isArray(to)) {
    const added = to.filter((item) => !from.includes(item)).map((item) => `+ ${shortened(item)}`);
    const removed = from.filter((item) => !to.includes(item)).map((item) => `- ${shortened(item)}`);
    return `${field === 'permissions' ? '' : `${field} `}${[...added, ...removed].join(', ')}`;
  }
  return `${field} ${shownValue(from)} ${arrow} ${shownValue(to)}`;
}

/** Returns what a new resource is: `string, size 50, required`. Fields that say nothing are left out. */
export function shownDefinition(changes: readonly PlannedChange[]): string {
  return changes
    .flatMap((change) => {
      const { field } = change;
      if ('secret' in change) return [`${field} set`];
      const { to } = change;
      const isEmpty = to === null || to === false || to === '' || (Array.isArray(to) && to.length === 0);
      if (isEmpty) return [];
      if (field === 'type') return [String(to)];
      return [to === true ? field : `${field} ${shownValue(to)}`];
    })
    .join(', ');
}

const isSet = (type: FieldType | undefined) => type === 'set' || type === 'permissions' || type === 'choices';

function typeOf(kind: KindName, field: string): FieldType | undefined {
  const { fields, variants } = kindNamed(kind);
  const all = [fields, ...Object.values(variants).map((variant) => variant.fields)];
  return all.map((each) => each[field]?.type).find((type) => type !== undefined);
}

const shownValue = (value: FieldValue): string =>
  Array.isArray(value) ? `[${shortened(value.join(', '))}]` : shortened(valueJson(value));

function shortened(text: string): string {
  const characters = [...text];
  return characters.length <= maxValueCharacters
    ? text
    : `${characters.slice(0, maxValueCharacters - 1).join('')}…`;
}
