/** Something of the server's that a word can name. */
export interface Item {
  readonly id: string;
  /** What people call it; empty where it has no name. */
  readonly name: string;
  /** An attribute of documents whose values are no text: numbers, booleans, lists. */
  readonly takesJson?: true;
}

/** Members that tell people what an item is, the best first. */
const names = [
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

/** Longer names would push each other off the terminal; longer IDs than this are none. */
const maxNameLength = 60;
const maxIdLength = 255;

/** What drives a terminal or turns text around: controls, formats, halves of characters, line ends. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * The items of a list's answer: of its one member that is a list, those with an ID, or a key where they have none.
 * @param body parsed JSON of any shape
 */
export function readItems(body: unknown): Item[] {
  const list = isObject(body) ? Object.values(body).find(Array.isArray) : undefined;
  return (list ?? []).filter(isObject).flatMap((member) => {
    const id = member.$id ?? member.key;
    if (typeof id !== 'string' || !isWord(id)) return [];
    const name = names.map((key) => member[key]).find((text) => isText(text) && text !== id);
    return [{ id, name: oneLine(isText(name) ? name : ''), ...(takesJson(member) && { takesJson: true }) }];
  });
}

/** What an answer to a shell says: a line an item, with a tab in front of its name. */
export function shellLines(items: readonly Item[]): string {
  return items.map(({ id, name }) => (name === '' ? `${id}\n` : `${id}\t${name}\n`)).join('');
}

/** Whether an ID can stand on a command line as it is: nothing unseen in it, and no flag. */
function isWord(id: string): boolean {
  return id !== '' && id.length <= maxIdLength && !id.startsWith('-') && id.search(unseen) < 0;
}

function takesJson({ $id, type, array }: Readonly<Record<string, unknown>>): boolean {
  return $id === undefined && (array === true || ['integer', 'double', 'boolean'].includes(String(type)));
}

function oneLine(text: string): string {
  const characters = [...text.replace(unseen, '').trim()];
  return characters.length > maxNameLength
    ? `${characters.slice(0, maxNameLength).join('')}…`
    : characters.join('');
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
