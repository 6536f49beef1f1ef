import { isObject, type Members } from '../../lib/json/object.ts';

/** An item of a server list that a word of the command line can name. */
export interface Item {
  readonly id: string;
  /** Description for the user, or an empty text. */
  readonly name: string;
  /** Set for an attribute of documents that holds numbers, booleans or a list. */
  readonly takesJson?: true;
}

/** Members that describe an item, in order of preference. */
const nameKeys = [
  'name',
  'title',
  'key',
  'userName',
  'email',
  'userEmail',
  'identifier',
  'providerEmail',
  'type',
  'clientName',
  'status',
];

/** Longer names are cut, since they would fill the terminal. */
const maxNameLength = 60;
/** Maximum length of an ID or key on the server. */
const maxIdLength = 255;

/** Characters that control a terminal, reverse text or have no glyph. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Reads the items of a list response: those members of its only array that have an ID, or else a key.
 * @param body parsed JSON of any shape
 * @throws Error if it is no list with a total, such as the JSON of a gateway
 */
export function readItems(body: unknown): Item[] {
  const list = isObject(body) ? Object.values(body).find(Array.isArray) : undefined;
  if (!isObject(body) || !list || typeof body.total !== 'number') throw new Error('the answer is no list');
  return list.filter(isObject).flatMap((member) => {
    const id = member.$id ?? member.key;
    if (typeof id !== 'string' || !isOfferable(id)) return [];
    const name = nameKeys.map((key) => member[key]).find((text) => isText(text) && text !== id);
    return [{ ...itemOf(id, isText(name) ? name : ''), ...(takesJson(member) && { takesJson: true }) }];
  });
}

/** Formats items for a shell: one a line, with a tab before the name. */
export function shellLines(items: readonly Item[]): string {
  return items.map(({ id, name }) => (name === '' ? `${id}\n` : `${id}\t${name}\n`)).join('');
}

export const itemOf = (id: string, name: string): Item => ({ id, name: oneLine(name) });

/** True for an ID without invisible characters that does not look like a flag. */
export function isOfferable(id: string): boolean {
  return id !== '' && id.length <= maxIdLength && !id.startsWith('-') && id.search(invisible) < 0;
}

/** Types of attributes and columns whose values are not text. */
const jsonTypes = ['integer', 'double', 'boolean', 'point', 'linestring', 'polygon'];

function takesJson({ $id, type, array }: Members): boolean {
  return $id === undefined && (array === true || jsonTypes.includes(String(type)));
}

function oneLine(text: string): string {
  const characters = [...text.replace(invisible, '').trim()];
  return characters.length > maxNameLength
    ? `${characters.slice(0, maxNameLength).join('')}…`
    : characters.join('');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
