import { commandLines, list, page, paragraph, type TermRow } from './layout.ts';

/** A page of help that concerns many commands. It is data, so that the man page and docs/ can show it too. */
export type Topic = readonly Part[];

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'rows'; readonly heading: string; readonly rows: readonly TermRow[] }
  /** Command lines that can be run unchanged; `# exit 4` at the end is the expected exit code. */
  | { readonly kind: 'examples'; readonly heading: string; readonly lines: readonly string[] };

export const text = (text: string): Part => ({ kind: 'text', text });
/** A list of terms with their meanings. */
export const rows = (heading: string, rows: readonly TermRow[]): Part => ({ kind: 'rows', heading, rows });
export const examples = (...lines: readonly string[]): Part => ({
  kind: 'examples',
  heading: 'Examples',
  lines,
});

/** @param width in characters */
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
