import { visibleLines } from '../../lib/text/visible.ts';
import { cellText, readPage } from '../page.ts';
import { blocks, type Renderer, type RenderInput } from './renderer.ts';

/** The body's own text. With `--fields` or `--filter` the bare values: a line for each item, tabs between them. */
export const raw: Renderer = async function* (job) {
  for await (const body of job.bodies) {
    if (job.picker || job.filtered) yield* blocks(bareLines(body, job));
    else if (job.terminal) yield withLineEnd(visibleLines(body));
    else yield job.paged ? withLineEnd(body) : body;
  }
};

function* bareLines(body: string, { view, picker, terminal, counted }: RenderInput): Generator<string> {
  const { rows } = readPage(body, view);
  for (const row of rows) {
    const line = (picker?.values(row) ?? [row]).map(cellText).join('\t');
    yield `${terminal ? visibleLines(line) : line}\n`;
  }
  counted(rows.length);
}

/** The text, with a line break at its end. */
export function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
