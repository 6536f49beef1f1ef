import { fill, wrap } from '../../lib/text/words.ts';
import type { Paint } from '../../output/colour.ts';
import type { Page, Part, TermRow } from './page.ts';

// Layout of help. Everything is plain text, which `paintHelp` colours; widths are in characters.

const maxWidth = 100;

/** Returns the text of a page. @param columns of the terminal; undefined elsewhere */
export function layOut(page: Page, columns: number | undefined): string {
  const width = Math.min(columns ?? 80, maxWidth);
  const aligned = page.flatMap((part) => (part.kind === 'aligned' ? part.rows : []));
  const termsWidth = termWidth(aligned, width);
  const parts = page.map((part) => partText(part, width, termsWidth));
  return parts.filter((part) => part !== '').join('\n\n');
}

/** @returns an empty text for a part without contents */
function partText(part: Part, width: number, termsWidth: number): string {
  switch (part.kind) {
    case 'line':
      return part.text;
    case 'text':
      return wrap(part.text, width).join('\n');
    case 'usage':
      return hanging(part.text, 7, width);
    case 'rows':
    case 'groups':
      return list(part.heading, part.rows, width);
    case 'aligned':
      return list(part.heading, part.rows, width, part.termsWidth ?? termsWidth);
    case 'words':
      return words(part.heading, part.items, width);
    case 'examples':
      return commandLines(part.heading, part.lines, width);
    case 'facts':
      return dotted(part.text, width);
  }
}

/** Colours the headings of a page, which are the lines right above indented ones, and the label of the usage. */
export function paintHelp(page: string, paint: Paint): string {
  const heading = (text: string) => paint('heading', text);
  return page.replace(/^Usage(?=: )/m, heading).replace(/(?<=\n\n)(?!Usage: )\S.*(?=\n {2}\S)/g, heading);
}

/** A paragraph with all lines after the first indented. */
function hanging(text: string, indent: number, width: number): string {
  return wrap(text, width - indent).join(`\n${' '.repeat(indent)}`);
}

/**
 * A heading with its rows: terms on the left, their texts beside them, or below a term that is too long.
 * @param termsWidth to align several lists
 */
function list(
  heading: string,
  rows: readonly TermRow[],
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

/** Width of the column of terms; longer terms have a line of their own. */
function termWidth(rows: readonly TermRow[], width: number): number {
  const maxTermLength = Math.min(28, Math.floor(width / 3));
  return Math.max(0, ...rows.map(([term]) => term.length).filter((length) => length <= maxTermLength));
}

/** A heading with words separated by commas, as many on a line as fit. */
function words(heading: string, items: readonly string[], width: number): string {
  return items.length === 0 ? '' : `${heading}\n  ${hanging(items.join(', '), 2, width)}`;
}

/** Facts separated by dots; lines break only between facts. */
function dotted(text: string, width: number): string {
  return fill(text.split(/ (?=· )/), width).join('\n');
}

/** A heading with command lines that can be copied; long ones are continued with a backslash. */
function commandLines(heading: string, lines: readonly string[], width: number): string {
  if (lines.length === 0) return '';
  const shown = lines.map((line) => `  ${breakCommand(line, width - 4).join(' \\\n    ')}`);
  return [heading, ...shown].join('\n');
}

/** Breaks a command between words, never within quotes or between a flag and its value. */
function breakCommand(line: string, width: number): string[] {
  if (line.length <= width + 2) return [line];
  const parts: string[] = [];
  for (const word of line.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? []) {
    if (parts.at(-1)?.startsWith('-') && !/^(-|\|)/.test(word)) parts.push(`${parts.pop()} ${word}`);
    else parts.push(word);
  }
  return fill(parts, width - 2);
}
