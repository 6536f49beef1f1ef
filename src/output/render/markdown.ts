import { kindOf, members } from '../../lib/json/slices.ts';
import { markdownText } from '../../lib/text/markdown.ts';
import { countLine } from '../labels.ts';
import { type Columns, cellText, chooseColumns, readPage } from '../page.ts';
import { blocks, type Renderer, type RenderInput } from './renderer.ts';

/** A table in the Markdown of GitHub and GitLab. A single object becomes names and values. */
export const markdown: Renderer = async function* (input) {
  let columns: Columns | undefined;
  let count = 0;
  for await (const body of input.bodies) {
    const page = readPage(body, input.view);
    if (!input.paged && !page.isList && kindOf(page.rows[0]!) === 'object') {
      yield* blocks(objectLines(page.rows[0]!, input));
      return;
    }
    count += page.rows.length;
    input.counted(page.rows.length);
    if (page.rows.length === 0) continue;
    const isFirst = columns === undefined;
    columns ??= chooseColumns(page.rows, input.picker, input.view.columns);
    if (isFirst) yield head(columns.names ?? ['value']);
    yield* blocks(page.rows.map((row) => line(columns!.values(row).map(cell))));
  }
  if (count === 0) input.note(countLine(0, undefined, input.view.noun ?? 'items'));
};

function* objectLines(body: string, { picker }: RenderInput): Generator<string> {
  const shown = picker ? picker.entries(body) : members(body);
  yield head(['name', 'value']);
  for (const [name, value] of shown) yield line([markdownText(name), cell(value)]);
}

const head = (names: readonly string[]) => line(names.map(markdownText)) + line(names.map(() => '---'));
const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
const cell = (value: string | undefined) => markdownText(cellText(value));
