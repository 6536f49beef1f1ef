/** Texts within a number of columns of a terminal, broken between the characters that readers see. */
import stringWidth from 'string-width';
import { graphemes } from '../../lib/text/graphemes.ts';
import { cut } from '../../lib/text/width.ts';
import { breakAnywhere } from '../../lib/text/wrap.ts';

/** Texts up to this length, in UTF-16 units, string-width measures at once. */
const maxMeasuredLength = 256;

/** Returns the number of columns of a text, in linear time, unlike string-width. */
export function columnsOf(text: string): number {
  if (text.length <= maxMeasuredLength || /^[\x20-\x7e]*$/.test(text)) return stringWidth(text);
  let columns = 0;
  for (const character of graphemes(text)) columns += stringWidth(character);
  return columns;
}

/** Cuts a text to a number of columns; `…` marks the cut. */
export const shorten = (text: string, maxColumns: number): string => cut(text, maxColumns, columnsOf);

/** Breaks a text into pieces of at most so many columns. */
export const split = (text: string, columns: number): string[] =>
  text === '' ? [] : [...breakAnywhere(text, columns, columnsOf)];

/** Joins words into lines; a word that is longer than a line continues on the next. */
export function fillColumns(words: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && columnsOf(last) + 1 + columnsOf(word) <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(...split(word, columns));
  }
  return lines;
}
