import { fill, wrap } from '../../lib/text/words.ts';

/** How help is laid out. Everything here is plain text, fitted to a width in characters. */

/** A line of a list: what is typed, and what it does. */
export type Row = readonly [term: string, text: string];

/** The paragraphs and lists of a page, those that are empty left out. */
export function page(parts: readonly string[]): string {
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** A paragraph. */
export function paragraph(text: string, width: number): string {
  return wrap(text, width).join('\n');
}

/** A paragraph whose lines from the second on are indented. */
export function hanging(text: string, indent: number, width: number): string {
  return wrap(text, width - indent).join(`\n${' '.repeat(indent)}`);
}

/**
 * A heading with its rows: terms on the left, their texts beside them, or below where a term is long.
 * @param termsWidth where several lists are to stand in line
 */
export function list(
  heading: string,
  rows: readonly Row[],
  width: number,
  termsWidth = termWidth(rows, width),
): string {
  if (rows.length === 0) return '';
  const column = termsWidth + 2;
  const lines = rows.flatMap(([term, text]) => {
    const [first = '', ...more] = wrap(text, width - column - 2).map((line) => ' '.repeat(column + 2) + line);
    if (term.length + 2 > column) return [`  ${term}`, first, ...more];
    return [`  ${term}`.padEnd(column + 2) + first.trimStart(), ...more];
  });
  return [heading, ...lines].join('\n');
}

/** How wide a column for the terms of these rows is; those that are too long have a line of their own. */
export function termWidth(rows: readonly Row[], width: number): number {
  const longest = Math.min(28, Math.floor(width / 3));
  return Math.max(0, ...rows.map(([term]) => term.length).filter((length) => length <= longest));
}

/** A heading with words that follow each other, as many on a line as fit. */
export function words(heading: string, items: readonly string[], width: number): string {
  return items.length === 0 ? '' : `${heading}\n  ${hanging(items.join(', '), 2, width)}`;
}

/** Facts with dots between them, broken only there. */
export function dotted(text: string, width: number): string {
  return fill(text.split(/ (?=· )/), width).join('\n');
}

/** A heading with command lines that can be copied; a long one goes on behind a backslash, as in a shell. */
export function commandLines(heading: string, lines: readonly string[], width: number): string {
  if (lines.length === 0) return '';
  const shown = lines.map((line) => `  ${breakCommand(line, width - 4).join(' \\\n    ')}`);
  return [heading, ...shown].join('\n');
}

/** Breaks between words, never within quotes or between a flag and its value. */
function breakCommand(line: string, width: number): string[] {
  if (line.length <= width + 2) return [line];
  const parts: string[] = [];
  for (const word of line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []) {
    if (parts.at(-1)?.startsWith('-') && !/^(-|\|)/.test(word)) parts.push(`${parts.pop()} ${word}`);
    else parts.push(word);
  }
  return fill(parts, width - 2);
}
