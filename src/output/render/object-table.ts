import { members } from '../../json/slices.ts';
import { visible } from '../../text/visible.ts';
import { type Paint, paintState } from '../colour.ts';
import { columnWidths, tableLine } from '../layout.ts';
import { cut, type Measure, measureFor } from '../width.ts';
import type { Job } from './job.ts';
import { tableCell } from './table.ts';

type Pair = readonly [name: string, value: string];

/** One object as two columns, names and values, without a header. */
export async function* objectTable(body: string, job: Job): AsyncGenerator<string> {
  const pairs = pairsOf(body, job);
  if (pairs.length === 0) return job.note('nothing in it');
  const measure = await measureFor(pairs);
  yield job.terminal
    ? await drawn(pairs, job.terminal.width, measure, job.paint)
    : written(pairs, measure, job.paint);
}

function pairsOf(body: string, { picker }: Job): Pair[] {
  if (!picker) return [...members(body)].map(([name, value]) => [visible(name), tableCell(value)]);
  const values = picker.values(body);
  return picker.paths.map((path, index) => [visible(path), tableCell(values[index])]);
}

const noBorders = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid', 'middle'].flatMap((side) =>
    ['', '-left', '-mid', '-right'].map((end) => [side + end, '']),
  ),
);

/** For a terminal: drawn by cli-table3; a name gets at most half the width, a value the rest. */
async function drawn(pairs: readonly Pair[], width: number, measure: Measure, paint: Paint): Promise<string> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    chars: noBorders,
    style: { 'padding-left': 0, 'padding-right': 2, head: [], border: [], compact: true },
  });
  const names = pairs.map(([name]) => cut(name, Math.floor(width / 2), measure));
  const room = Math.max(1, width - 2 - Math.max(...names.map(measure)));
  for (const [index, [name, value]] of pairs.entries()) {
    table.push([paint('header', names[index]!), paintState(paint, name, cut(value, room, measure))]);
  }
  return table.toString().replace(/ *$/gm, '').concat('\n');
}

/** For anything else: nothing is cut, and nothing is padded to the longest value, which may have megabytes. */
function written(pairs: readonly Pair[], measure: Measure, paint: Paint): string {
  const layout = columnWidths(pairs, measure).map((width) => ({ width, alignRight: false }));
  const decorate = (name: string) => (cell: string, index: number) =>
    index === 0 ? paint('header', cell) : paintState(paint, name, cell);
  return pairs.map((pair) => `${tableLine(pair, layout, measure, false, decorate(pair[0]))}\n`).join('');
}
