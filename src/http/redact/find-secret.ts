import type { Secret } from '../types.ts';
import { type Decoded, decode } from './decode.ts';

/** Part of a text: from `start` up to `end`, exclusive. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** True if what is found in the decoded text, from `start` up to `end`, is the secret. */
type Accept = (text: string, start: number, end: number) => boolean;

/** Returns the parts of a text that show a secret. */
export type Find = (source: string, decoded: Decoded) => Range[];

/**
 * Returns the function that finds a secret. How it is looked for depends on what else may look like it:
 *
 * - A long value that is not a word is found anywhere, also as a part of base64 or as hexadecimal digits.
 * - A short one is found between other letters and digits than its own.
 * - A word, and a very short value, is found only as the value of its name, and between quotes in a sentence. In other
 *   places it is most likely what the server says anyway; to mask it there would tell what the secret is.
 *
 * @param knownNames names of secret members, in lower case; one that is the secret itself is not masked in quotes
 */
export function secretFinder(secret: Secret, knownNames: ReadonlySet<string>): Find {
  const { value } = secret;
  const encoded = value.length < minEncodedLength ? [] : encodedForms(value);
  const plain = plainForm(value);
  const stands = isWord(value)
    ? standsAsValue(secret, knownNames)
    : value.length < minFoundAnywhere
      ? standsAlone
      : undefined;
  return (source, decoded) => [
    ...encoded.flatMap((form) => occurrences(decoded, form)),
    ...occurrences(decoded, plain, stands),
    // If what stands around it completes an escape, decoding changes it.
    ...(stands ? [] : rawOccurrences(source, value)),
  ];
}

/** Length from which a value is unlikely to be a part of anything else. */
const minFoundAnywhere = 8;
/** Length from which a value is looked for in base64 and hexadecimal digits. */
const minEncodedLength = 4;
/** Length from which such a form is unlikely to be a part of anything else. */
const minFormLength = 6;

/** True for a word in one case or with a capital, for a number of a few digits, and for what is shorter. */
function isWord(value: string): boolean {
  if (value.length < 4 || /^\d{1,5}$/.test(value)) return true;
  return value.length < 16 && /^(?:\p{Lu}?[\p{Ll}\p{Lo}]+|\p{Lu}+)$/u.test(value);
}

/** Returns the decoded form; a backslash at its end would belong to the character that follows it in a text. */
function plainForm(value: string): string {
  const { text } = decode(value);
  return /[^\\]/.test(text) ? text.replace(/\\+$/, '') : text;
}

/** Returns hexadecimal digits, and base64 in both alphabets: on its own, and as it is within a longer text. */
function encodedForms(value: string): string[] {
  const bytes = Buffer.from(value);
  const base64 = (['base64', 'base64url'] as const).flatMap((alphabet) => [
    bytes.toString(alphabet),
    bytes.toString(alphabet).replace(/=+$/, ''),
    ...[0, 1, 2].map((shift) => sharedBase64(bytes, shift, alphabet)),
  ]);
  const forms = [bytes.toString('hex'), ...base64].map((form) => decode(form).text);
  return [...new Set(forms)].filter((form) => form.length >= minFormLength);
}

/**
 * Returns the part of a base64 text that is the same whatever surrounds the bytes.
 * @param shift number of bytes before them, modulo 3
 */
function sharedBase64(bytes: Buffer, shift: number, alphabet: 'base64' | 'base64url'): string {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString(alphabet);
  const wholeCharacters = Math.floor(((shift + bytes.length) * 8) / 6);
  return text.slice(shift === 0 ? 0 : shift + 1, wholeCharacters);
}

function occurrences({ text, sourceAt }: Decoded, form: string, accept: Accept = () => true): Range[] {
  const found: Range[] = [];
  for (let start = text.indexOf(form); start !== -1; ) {
    const end = start + form.length;
    const taken = accept(text, start, end);
    if (taken) found.push({ start: sourceAt(start), end: sourceAt(end) });
    start = text.indexOf(form, taken ? end : start + 1);
  }
  return found;
}

function rawOccurrences(source: string, value: string): Range[] {
  return occurrences({ text: source, sourceAt: (unit) => unit }, value);
}

const isLetterOrDigit = (character: string | undefined) =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

const standsAlone: Accept = (text, start, end) =>
  !isLetterOrDigit(text[start - 1]) && !isLetterOrDigit(text[end]);

/** Length of the text before a value that tells what it is: a name, a colon, quotes, blanks. */
const prefixLength = 100;

/** Returns the test for the value of the name in JSON, a URL, a form or a header, and for quotes in a sentence. */
function standsAsValue({ name, value }: Secret, knownNames: ReadonlySet<string>): Accept {
  const own = name.toLowerCase().replace(/\W/g, '\\$&');
  const ofName = new RegExp(
    `(?:^|["'])${own}["']\\s{0,9}:\\s{0,9}["']?$|(?:^|[^\\w-])${own}(?:\\[\\d{0,5}\\])?(?:=|:\\s{1,9})["']?$`,
  );
  const quoted = knownNames.has(value.toLowerCase()) ? /(?!)/ : /[^\s:,[{(=]\s{1,9}["']$/;
  return (text, start, end) => {
    if (start === 0 && end === text.length) return true;
    if (!standsAlone(text, start, end)) return false;
    const before = text.slice(Math.max(0, start - prefixLength), start);
    return ofName.test(before) || (quoted.test(before) && text[end] === text[start - 1]);
  };
}
