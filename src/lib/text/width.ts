import { graphemes } from './graphemes.ts';

/** Returns the number of terminal columns that a text takes. */
export type Measure = (text: string) => number;

/** Only this much of a text is measured, in UTF-16 units: a longer one is wider than any column. */
const maxMeasuredLength = 4096;

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);

/**
 * Returns a measure for these texts. string-width takes about 25 ms to load, so ASCII is measured without it.
 * @param rows cells without control characters
 */
export async function measureFor(rows: Iterable<readonly string[]>): Promise<Measure> {
  for (const row of rows) {
    if (!row.every(isAscii)) {
      const { default: stringWidth } = await import('string-width');
      return (text) => (isAscii(text) ? text.length : stringWidth(text.slice(0, maxMeasuredLength)));
    }
  }
  return (text) => text.length;
}

/** Characters before the first wide one, and the punctuation of prose. */
const narrow = /[\u0000-\u10ff\u2010-\u2027]/g;

/**
 * Returns the greatest number of columns that a text can take, without loading string-width: characters that may be wide
 * count as two, and combining ones as one.
 */
export function maxWidthOf(text: string): number {
  if (isAscii(text)) return text.length;
  const rest = text.replace(narrow, '');
  return text.length - rest.length + 2 * [...rest].length;
}

/** Cuts a text to a width; `…` marks the cut. */
export function cut(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  if (isAscii(text)) return `${text.slice(0, Math.max(0, width - 1))}…`;
  let start = '';
  let used = 0;
  for (const segment of graphemes(text)) {
    used += measure(segment);
    if (used > width - 1) break;
    start += segment;
  }
  return `${start}…`;
}
