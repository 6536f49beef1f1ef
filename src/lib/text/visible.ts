/**
 * Characters that a terminal must never receive from a server: C0 and C1 controls, DEL, bidirectional marks and line
 * separators, which control the terminal or reverse text, and lone surrogates, which can't be encoded.
 */
const unsafe = /[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\p{Surrogate}]/u;
const everyUnsafe = new RegExp(unsafe, 'gu');
/** The same characters, except line breaks and tabs. */
const everyUnsafeInLines =
  /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\p{Surrogate}]|\r(?!\n)/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const hex = (character: string, digits: number) => character.charCodeAt(0).toString(16).padStart(digits, '0');
const escapeOf = (character: string) =>
  short[character] ?? (character < '\u0100' ? `\\x${hex(character, 2)}` : `\\u${hex(character, 4)}`);

export function isUnsafe(text: string): boolean {
  return unsafe.test(text);
}

/** Escapes the unsafe characters of a line of text: `\x1b`, `\n`, `\u202e`. */
export function visible(text: string): string {
  return text.replace(everyUnsafe, escapeOf);
}

/** Like `visible`, but line breaks and tabs stay. */
export function visibleLines(text: string): string {
  return text.replace(everyUnsafeInLines, escapeOf);
}

/** Like `visible`, within the quotes of JSON or YAML: both know the escape `\u0085`. */
export function visibleInQuotes(text: string): string {
  return text.replace(everyUnsafe, (character) => `\\u${hex(character, 4)}`);
}

/** Shortens text to one line of at most `maxLength` characters; unsafe characters and white space become one space. */
export function excerpt(text: string, maxLength: number): string {
  const line = text.replace(everyUnsafe, ' ').replace(/\s+/g, ' ').trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).trimEnd()}…`;
}
