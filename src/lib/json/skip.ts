import { JsonError } from './error.ts';
import { skipSpace } from './scan.ts';

/**
 * Positions in text that is known to be valid JSON. Only strings and brackets are looked at, which is several times as
 * fast as reading tokens. Other text ends in a JsonError, or in positions of no meaning, but it does end.
 */

const quote = 0x22;
const comma = 0x2c;
const colon = 0x3a;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * @param start position of the opening quote
 * @returns the position after the closing quote
 * @throws JsonError if there is none
 */
export function skipString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    if (text.charCodeAt(at - 1) !== backslash || !isEscaped(text, at)) return at + 1;
  }
  throw new JsonError('the text ends inside a string', text, text.length);
}

/** True if an odd number of backslashes stands before the position. */
function isEscaped(text: string, at: number): boolean {
  let first = at;
  while (text.charCodeAt(first - 1) === backslash) first--;
  return (at - first) % 2 === 1;
}

/**
 * @param start position of the first character of a value
 * @returns the position after the value
 * @throws JsonError if it has no end
 */
export function skipValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === quote) return skipString(text, start);
  return first === openBrace || first === openBracket ? skipContainer(text, start) : skipScalar(text, start);
}

function skipContainer(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = skipString(text, at);
      continue;
    }
    at++;
    if (code === openBrace || code === openBracket) depth++;
    else if ((code === closeBrace || code === closeBracket) && --depth === 0) return at;
  }
  throw new JsonError('the text ends inside an array or object', text, text.length);
}

/** Skips a number or a word. */
function skipScalar(text: string, start: number): number {
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === comma || code === closeBrace || code === closeBracket || code <= 0x20) break;
  }
  if (at === start) throw new JsonError('a value is missing', text, at);
  return at;
}

/**
 * Visits the members of an object in order.
 * @param start position of the opening brace
 * @param visit gets the positions of a name, from its opening quote to after its closing one, and that of the value, and
 *   returns the position after the value
 * @returns the position after the closing brace
 * @throws JsonError if the text is not such an object
 */
export function forEachMember(
  text: string,
  start: number,
  visit: (nameStart: number, nameEnd: number, valueStart: number) => number,
): number {
  let at = skipSpace(text, start + 1);
  if (text.charCodeAt(at) === closeBrace) return at + 1;
  for (;;) {
    const nameEnd = skipString(text, expect(text, at, quote));
    const valueStart = skipSpace(text, expect(text, skipSpace(text, nameEnd), colon) + 1);
    at = skipSpace(text, visit(at, nameEnd, valueStart));
    if (text.charCodeAt(at) === closeBrace) return at + 1;
    at = skipSpace(text, expect(text, at, comma) + 1);
  }
}

/**
 * Visits the items of an array in order.
 * @param start position of the opening bracket
 * @param visit gets the position of an item, and returns the one after it
 * @returns the position after the closing bracket
 * @throws JsonError if the text is not such an array
 */
export function forEachItem(text: string, start: number, visit: (start: number) => number): number {
  let at = skipSpace(text, start + 1);
  if (text.charCodeAt(at) === closeBracket) return at + 1;
  for (;;) {
    at = skipSpace(text, visit(at));
    if (text.charCodeAt(at) === closeBracket) return at + 1;
    at = skipSpace(text, expect(text, at, comma) + 1);
  }
}

/** @returns the position; @throws JsonError if another character stands there */
function expect(text: string, at: number, code: number): number {
  if (text.charCodeAt(at) === code) return at;
  throw new JsonError(`no ${JSON.stringify(String.fromCharCode(code))} here`, text, at);
}
