import { members } from '../../lib/json/slices.ts';
import { visible } from '../../lib/text/visible.ts';
import { measureFor } from '../../lib/text/width.ts';
import { type Paint, paintCell } from '../colour.ts';
import { columnWidths, tableLine, uncutColumns } from '../layout.ts';
import { tableCell } from './cell.ts';
import type { Member } from './object-page.ts';
import type { RenderInput } from './renderer.ts';

/** Renders one object: as a page on a terminal, otherwise as two columns, names and values, without a header. */
export async function* objectTable(body: string, input: RenderInput): AsyncGenerator<string> {
  const shown: Member[] = input.picker ? input.picker.entries(body) : [...members(body)];
  if (shown.length === 0) return input.note('nothing in it');
  if (!input.terminal) return yield await pipedTable(shown, input.paint);
  const { drawObject } = await import('./draw-object.ts');
  yield* drawObject(shown, input.terminal, input);
}

/** Renders for a file or a pipe: one line per member, not padded to the longest value, which may have megabytes. */
async function pipedTable(shown: readonly Member[], paint: Paint): Promise<string> {
  const pairs = shown.map(([name, value]) => [visible(name), tableCell(value)] as const);
  const measure = await measureFor(pairs);
  const layout = uncutColumns(columnWidths(pairs, measure));
  const decorate = (name: string) => (cell: string, index: number) =>
    index === 0 ? paint('key', cell) : paintCell(paint, name, cell);
  return pairs.map((pair) => `${tableLine(pair, layout, measure, decorate(pair[0]))}\n`).join('');
}
