/** How many columns of a terminal a text takes. */
export type Measure = (text: string) => number;

/** Of a longer text only the beginning is measured: it is wider than any column anyway. */
const longest = 4096;

const isAscii = (text: string) => /^[\x20-\x7e]*$/.test(text);

/**
 * A measure that can handle these texts. string-width costs some 25 ms to load, so plain ASCII goes without it.
 * @param rows cells, free of control characters
 */
export async function measureFor(rows: Iterable<readonly string[]>): Promise<Measure> {
  for (const row of rows) {
    if (!row.every(isAscii)) {
      const { default: stringWidth } = await import('string-width');
      return (text) => (isAscii(text) ? text.length : stringWidth(text.slice(0, longest)));
    }
  }
  return (text) => text.length;
}

/** The text cut to a width, with `…` as its last character where something is missing. */
export function cut(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  if (isAscii(text)) return `${text.slice(0, Math.max(0, width - 1))}…`;
  let kept = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text.slice(0, longest))) {
    used += measure(segment);
    if (used > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}
