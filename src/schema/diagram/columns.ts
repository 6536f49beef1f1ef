/** Texts within a number of columns of a terminal, broken between the characters that readers see. */
import stringWidth from 'string-width';

/** Cuts a text to a number of columns; `…` marks the cut. */
export function shorten(text: string, maxColumns: number): string {
  if (text.length <= maxColumns && stringWidth(text) <= maxColumns) return text;
  let start = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    used += stringWidth(segment);
    if (used > maxColumns - 1) break;
    start += segment;
  }
  return `${start}…`;
}

/** Breaks a text into pieces of at most so many columns. */
export function split(text: string, columns: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter('en').segment(text)) {
    const width = stringWidth(segment);
    if (piece !== '' && used + width > columns) {
      pieces.push(piece);
      piece = '';
      used = 0;
    }
    piece += segment;
    used += width;
  }
  return piece === '' ? pieces : [...pieces, piece];
}

/** Joins words into lines; a word that is longer than a line continues on the next. */
export function fillColumns(words: readonly string[], columns: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && stringWidth(last) + 1 + stringWidth(word) <= columns)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(...split(word, columns));
  }
  return lines;
}
