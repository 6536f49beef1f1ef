/**
 * Characters that drive a terminal or turn text around: C0 and C1 controls, DEL, and the marks of bidirectional text
 * and of lines; and halves of characters, which can't be written. Text from a server may hold them; a terminal must
 * never get them.
 */
const unsafe = /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u;
const everyUnsafe = new RegExp(unsafe, 'gu');
/** The same without line breaks and tabs. */
const everyUnsafeInLines =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\p{Surrogate}]|\r(?!\n)/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const hex = (character: string, digits: number) => character.charCodeAt(0).toString(16).padStart(digits, '0');
const escapeOf = (character: string) =>
  short[character] ?? (character < '\u0100' ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`);

export function isUnsafe(text: string): boolean {
  return unsafe.test(text);
}

/** One line of text with its unsafe characters written out: `\x1b`, `\n`, `\u202e`. */
export function visible(text: string): string {
  return text.replace(everyUnsafe, escapeOf);
}

/** The same for text of several lines: its line breaks and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(everyUnsafeInLines, escapeOf);
}

/** The same inside the quotes of JSON or YAML, where `\u0085` is the escape that both understand. */
export function visibleInQuotes(text: string): string {
  return text.replace(everyUnsafe, (character) => `\\u${hex(character, 4)}`);
}

/** The text in one line and at most `limit` characters long, unsafe characters and runs of white space as one space. */
export function excerpt(text: string, limit: number): string {
  const line = text.replace(everyUnsafe, ' ').replace(/\s+/g, ' ').trim();
  return line.length <= limit ? line : `${line.slice(0, limit - 1).trimEnd()}…`;
}
