import { JsonReader, type JsonToken } from './reader.ts';

/** How long a piece of text becomes before it is handed on, in UTF-16 units. */
const pieceLength = 65_536;

/** Up to this length JSON.parse is the faster check; beyond it, what it builds takes too much memory. */
const maxParsedLength = 1_000_000;

/**
 * Checks that a text is JSON.
 * @throws JsonError where it is not
 */
export function checkJson(text: string): void {
  if (text.length <= maxParsedLength && parses(text)) return;
  const reader = new JsonReader(text);
  while (reader.next() !== 'end');
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
 * JSON text without white space between its tokens; the tokens themselves stay as they were written. A text that is
 * compact already comes back as it is.
 * @throws JsonError where it is no JSON
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

/** Deeper levels are not indented further, or a deep text would grow with the square of its depth. */
const deepest = 100;

/** Changes how a token looks, such as its colour. */
export type TokenStyle = (token: JsonToken, text: string) => string;

/**
 * JSON text with a line for each value, two spaces a level, down to level 100; the tokens stay as they were written.
 * @param style what to make of each token
 * @param depth how many levels are around it; its first line is not indented
 * @returns the text in pieces
 * @throws JsonError where it is no JSON, after the pieces before it
 */
export function* indentJson(
  text: string,
  style: TokenStyle = (_, token) => token,
  depth = 0,
): Generator<string> {
  const reader = new JsonReader(text);
  const newLine = (level: number) => `\n${'  '.repeat(Math.min(depth + level, deepest))}`;
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
    if (piece.length >= pieceLength) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}
