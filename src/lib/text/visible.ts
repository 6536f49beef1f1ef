import { once } from '../once.ts';

/** Characters that a terminal must never receive from a server, and the escapes that stand for them. */

/** Needed between the parts of an emoji, and in Persian and the scripts of India. */
const joiners = '\\u200c\\u200d';
/**
 * Bidirectional marks and separators of lines and paragraphs, which reverse or break text; lone surrogates, which can't be
 * encoded; and what has no glyph, such as tag characters, which hides text or makes different names look the same.
 * Variation selectors and joiners have their use after a character that they can change: one variation selector after any,
 * and one joiner after any beyond ASCII.
 */
const hidden = [
  `(?![\\p{Variation_Selector}${joiners}])[\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb\\u2028\\u2029\\p{Surrogate}]`,
  '(?<=\\p{Variation_Selector})\\p{Variation_Selector}',
  `(?<![^\\x00-\\x7f${joiners}])[${joiners}]`,
].join('|');

/**
 * C0 and C1 controls and DEL, which control a terminal, and what is hidden. Made for the first text beyond ASCII: to look up
 * the properties of characters takes a twentieth of the time of a short command.
 */
const everyUnsafe = once(() => new RegExp(`[\\x00-\\x1f\\x7f-\\x9f]|${hidden}`, 'gu'));
/** The same characters, except line breaks and tabs. */
const everyUnsafeInLines = once(
  () => new RegExp(`[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x9f]|\\r(?!\\n)|${hidden}`, 'gu'),
);

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escapeOf(character: string): string {
  const code = character.codePointAt(0)!;
  if (code > 0xffff) return `\\u{${code.toString(16)}}`;
  const digits = code > 0xff ? 4 : 2;
  return short[character] ?? `\\${digits === 4 ? 'u' : 'x'}${code.toString(16).padStart(digits, '0')}`;
}

/** Returns the escapes that JSON knows: two for a character above U+FFFF. */
function jsonEscapeOf(character: string): string {
  const units = character.split('').map((unit) => unit.charCodeAt(0).toString(16).padStart(4, '0'));
  return units.map((unit) => `\\u${unit}`).join('');
}

export function isUnsafe(text: string): boolean {
  return !isPrintableAscii(text) && text.search(everyUnsafe()) !== -1;
}

/** True if the text is of printable ASCII characters only. Most texts are, and need no search for rare characters. */
export const isPrintableAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Escapes the unsafe characters of a line of text: `\x1b`, `\n`, `\u202e`. */
export function visible(text: string): string {
  if (isPrintableAscii(text)) return text;
  return text.replace(everyUnsafe(), escapeOf);
}

/** Like `visible`, but line breaks and tabs stay. */
export function visibleLines(text: string): string {
  if (/^[\n\t\x20-\x7e]*$/.test(text)) return text;
  return text.replace(everyUnsafeInLines(), escapeOf);
}

/** Like `visible`, within the quotes of JSON or YAML: both know the escape `\u0085`. */
export function visibleInQuotes(text: string): string {
  return isPrintableAscii(text) ? text : text.replace(everyUnsafe(), jsonEscapeOf);
}

/** Shortens text to one line of at most `maxLength` characters; unsafe characters and white space become one space. */
export function excerpt(text: string, maxLength: number): string {
  const safe = isPrintableAscii(text) ? text : text.replace(everyUnsafe(), ' ');
  const line = safe.replace(/\s+/g, ' ').trim();
  return line.length <= maxLength ? line : `${line.slice(0, maxLength - 1).trimEnd()}…`;
}
