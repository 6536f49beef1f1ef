import { JsonReader, type JsonToken, maxJsonDepth } from './reader.ts';

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
  const reader = new JsonReader(text);
  while (reader.next() !== 'end');
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

/** True if the text has enough brackets for too many levels, in strings or outside; a cheap bound before parsing. */
function mayBeTooDeep(text: string): boolean {
  let brackets = 0;
  for (const bracket of ['[', '{']) {
    for (let at = text.indexOf(bracket); at !== -1; at = text.indexOf(bracket, at + 1)) {
      if (++brackets > maxJsonDepth) return true;
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
 * Removes white space between the tokens of a JSON text; the tokens are copied unchanged.
 * @throws JsonError if it is not JSON
 */
export function compactJson(text: string): string {
  const reader = new JsonReader(text);
  const pieces: string[] = [];
  let copied = 0;
  while (reader.next() !== 'end') {
    if (reader.start - reader.previousEnd === reader.separator.length) continue;
    pieces.push(text.slice(copied, reader.previousEnd), reader.separator);
    copied = reader.start;
  }
  pieces.push(text.slice(copied, reader.previousEnd));
  return pieces.join('');
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
