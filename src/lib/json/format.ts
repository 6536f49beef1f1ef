import { JsonReader, type JsonToken, maxJsonDepth } from './reader.ts';
import { skipSpace } from './scan.ts';
import { skipString } from './skip.ts';

const quote = 0x22;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const byteOrderMark = 0xfeff;

/** Minimum length of a yielded piece of text, in UTF-16 units. */
const minPieceLength = 65_536;

/** Up to this length JSON.parse is the faster check; for longer texts, its result takes too much memory. */
const maxParsedLength = 1_000_000;

/**
 * Checks that a text is JSON, and not too deep to be processed.
 * @throws JsonError if it is not
 */
export function checkJson(text: string): void {
  if (text.length <= maxParsedLength && !mayBeTooDeep(text) && parses(text)) return;
  readThrough(text);
}

/**
 * Parses a text as JSON.parse does: numbers become doubles, and the last of several members with one name counts.
 * @throws JsonError if {@link checkJson} refuses it
 */
export function parseJson(text: string): unknown {
  let plain: unknown;
  try {
    plain = JSON.parse(text);
  } catch (error) {
    readThrough(text);
    throw error;
  }
  if (hasMoreBrackets(text, maxJsonDepth) && isDeeperThan(maxJsonDepth, plain)) readThrough(text);
  return plain;
}

/** True if there are objects or arrays within one another at more levels. */
function isDeeperThan(levels: number, plain: unknown): boolean {
  if (typeof plain !== 'object' || plain === null) return false;
  if (levels === 0) return true;
  const isDeep = (part: unknown) => typeof part === 'object' && isDeeperThan(levels - 1, part);
  if (Array.isArray(plain)) return plain.some(isDeep);
  // Names and values as lists would take twice the time.
  for (const name in plain) if (isDeep((plain as Record<string, unknown>)[name])) return true;
  return false;
}

/** True if a text is JSON that {@link checkJson} accepts. */
export function isJson(text: string): boolean {
  try {
    checkJson(text);
    return true;
  } catch {
    return false;
  }
}

/** @throws JsonError at the position where it is not JSON, or too deep */
function readThrough(text: string): void {
  const reader = new JsonReader(text);
  while (reader.next() !== 'end');
}

/** True for JSON of more than {@link maxJsonDepth} levels, and for some texts that are not JSON. */
function mayBeTooDeep(text: string): boolean {
  if (!hasMoreBrackets(text, maxJsonDepth)) return false;
  let depth = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      at = skipQuoted(text, at);
      continue;
    }
    at++;
    if (code === openBrace || code === openBracket) {
      if (++depth > maxJsonDepth) return true;
    } else if (code === closeBrace || code === closeBracket) depth--;
  }
  return false;
}

/** Returns the position after a string, or after the text if the string does not end. */
function skipQuoted(text: string, start: number): number {
  try {
    return skipString(text, start);
  } catch {
    return text.length;
  }
}

/** True if the text has more opening brackets than a number, in strings or outside. */
function hasMoreBrackets(text: string, limit: number): boolean {
  let brackets = 0;
  for (const bracket of ['[', '{']) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      if (++brackets > limit) return true;
    }
  }
  return false;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * Removes white space between the tokens of a JSON text, and a byte order mark; the tokens are copied unchanged.
 * @param text valid JSON
 * @returns the text itself if it has none
 */
export function compactJson(text: string): string {
  let compact = '';
  let copied = text.charCodeAt(0) === byteOrderMark ? 1 : 0;
  for (let at = copied; at < text.length; ) {
    const code = text.charCodeAt(at);
    if (code === quote) at = skipString(text, at);
    else if (code > 0x20) at++;
    else {
      compact += text.slice(copied, at);
      at = skipSpace(text, at);
      copied = at;
    }
  }
  return copied === 0 ? text : compact + text.slice(copied);
}

/** Maximum indentation; without it, the output would grow with the square of the depth. */
const maxIndentLevel = 100;

/** Decorates a token, for example with a colour. */
export type TokenStyle = (token: JsonToken, text: string) => string;

/**
 * Indents JSON text: one line for each value, two spaces for each level up to 100; the tokens are copied unchanged.
 * @param depth number of enclosing levels; the first line is not indented
 * @returns the text in pieces
 * @throws JsonError at the position where it is not JSON, after the pieces before it
 */
export function* indentJson(
  text: string,
  style: TokenStyle = (_, token) => token,
  depth = 0,
): Generator<string> {
  const reader = new JsonReader(text);
  const newLine = (level: number) => `\n${'  '.repeat(Math.min(depth + level, maxIndentLevel))}`;
  let piece = '';
  let previous: JsonToken = 'end';
  for (let token = reader.next(); token !== 'end'; token = reader.next()) {
    const closes = token === '}' || token === ']';
    const opened = previous === '{' || previous === '[';
    if (closes) {
      if (!opened) piece += newLine(reader.depth);
    } else if (reader.separator === ':') piece += ': ';
    else if (previous !== 'end') {
      const level = token === '{' || token === '[' ? reader.depth - 1 : reader.depth;
      piece += reader.separator + newLine(level);
    }
    piece += style(token, text.slice(reader.start, reader.end));
    previous = token;
    if (piece.length >= minPieceLength) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}
