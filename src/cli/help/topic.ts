import { commandLines, list, page, paragraph, type Row } from './layout.ts';

/** A page of help about something that concerns many commands. It is data, so that man page and docs show it too. */
export type Topic = readonly Part[];

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'rows'; readonly heading: string; readonly rows: readonly Row[] }
  /** Lines that run as they stand; one that ends in `# exit 4` ends with that code. */
  | { readonly kind: 'examples'; readonly heading: string; readonly lines: readonly string[] };

/** A paragraph. */
export const text = (text: string): Part => ({ kind: 'text', text });
/** A list of terms with what they mean. */
export const rows = (heading: string, rows: readonly Row[]): Part => ({ kind: 'rows', heading, rows });
/** Commands to try. */
export const examples = (...lines: readonly string[]): Part => ({
  kind: 'examples',
  heading: 'Examples',
  lines,
});

/**
 * The page as text.
 * @param width in characters
 */
export function topicPage(summary: string, topic: Topic, width: number): string {
  return page([summary, ...topic.map((part) => partText(part, width))]);
}

function partText(part: Part, width: number): string {
  switch (part.kind) {
    case 'text':
      return paragraph(part.text, width);
    case 'rows':
      return list(part.heading, part.rows, width);
    case 'examples':
      return commandLines(part.heading, part.lines, width);
  }
}
