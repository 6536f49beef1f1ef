import type { Page, TermRow, TopicPart } from './page.ts';

/** A page of help that concerns many commands, without its summary. */
export type Topic = readonly TopicPart[];

export const text = (text: string): TopicPart => ({ kind: 'text', text });
/** A list of terms with their meanings. */
export const rows = (heading: string, rows: readonly TermRow[]): TopicPart => ({
  kind: 'rows',
  heading,
  rows,
});
export const examples = (...lines: readonly string[]): TopicPart => ({
  kind: 'examples',
  heading: 'Examples',
  lines,
});

export function topicPage(summary: string, topic: Topic): Page {
  return [{ kind: 'line', text: summary }, ...topic];
}
