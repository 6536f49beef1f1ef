import { visibleLines } from '../../lib/text/visible.ts';
import { bodyText, cellText, readPage } from '../page.ts';
import type { Body } from '../types.ts';
import { blocks, type Renderer, type RenderInput } from './renderer.ts';

/** The text of the body. With `--fields` or `--filter`: bare values, one line per item, separated by tabs. */
export const raw: Renderer = async function* (input) {
  for await (const body of input.bodies) {
    if (input.picker || input.filtered) yield* blocks(bareLines(body, input));
    else if (input.terminal) yield withLineEnd(visibleLines(bodyText(body)));
    else yield input.paged ? withLineEnd(bodyText(body)) : bodyText(body);
  }
};

function* bareLines(body: Body, { view, picker, terminal, counted }: RenderInput): Generator<string> {
  const { rows } = readPage(body, view);
  for (const row of rows) {
    const line = (picker?.values(row) ?? [row]).map(cellText).join('\t');
    yield `${terminal ? visibleLines(line) : line}\n`;
  }
  counted(rows.length);
}

/** Appends a line break to a text that has none at its end; an empty text stays empty. */
function withLineEnd(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
