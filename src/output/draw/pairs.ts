/** Names and values in two columns. Nothing in them is ever cut. */
import { visible } from '../../lib/text/visible.ts';
import { type Measure, measureFor } from '../../lib/text/width.ts';
import { breakAnywhere, wrapLine } from '../../lib/text/wrap.ts';
import { type Paint, paintCell, splitDated } from '../colour.ts';
import { columnWidths, gap, tableLine, uncutColumns } from '../layout.ts';

/** A value that is prepared for drawing. */
export interface PairValue {
  /** Without control characters. */
  readonly lines: readonly string[];
  /** True for compact JSON, which is wrapped after commas. */
  readonly isJson: boolean;
}

/** A name and its value; texts may come from a server. */
export type Pair = readonly [name: string, value: string | PairValue];

export interface PairsOptions {
  /** Columns of the terminal; Infinity elsewhere, where no line is broken. */
  readonly room: number;
  readonly paint: Paint;
  /** Least width of the names, so that pairs further down are aligned with these. */
  readonly minNameWidth?: number;
}

/** The lines of a pair's two columns. */
interface DrawnPair {
  /** As the server calls it. */
  readonly path: string;
  readonly name: readonly string[];
  readonly value: readonly string[];
}

/**
 * Draws pairs. Values get at least half the room. All lines of a text stay in the value column, so that a text can't
 * pose as a name.
 */
export async function drawPairs(
  pairs: readonly Pair[],
  { room, paint, minNameWidth = 0 }: PairsOptions,
): Promise<string[]> {
  if (pairs.length === 0) return [];
  const shown = pairs.map(([name, value]) => [visible(name), prepared(value)] as const);
  const measure = await measureFor(shown.map(([name, { lines }]) => [name, ...lines]));
  const nameWidth = Math.min(Math.max(namesWidth(pairs, measure), minNameWidth), maxNameWidth(room));
  const width = Math.max(1, room - gap - nameWidth);
  const rows = shown.map(([name, { lines, isJson }], index): DrawnPair => {
    const words = wrapLine(name, { width: nameWidth, measure, isJson: false });
    return {
      path: pairs[index]![0],
      name: words.flatMap((word) => [...breakAnywhere(word, nameWidth, measure)]),
      value: lines.flatMap((line) => wrapped(line, { width, measure, isJson })),
    };
  });
  const firstLines = await firstLinesOf(rows, nameWidth, measure, paint);
  return rows.flatMap((row, index) => [firstLines[index]!, ...furtherLines(row, nameWidth, measure, paint)]);
}

/** Wraps a line; the age of a date stays in one piece. */
function wrapped(line: string, options: Parameters<typeof wrapLine>[1]): readonly string[] {
  const dated = options.measure(line) > options.width ? splitDated(line) : undefined;
  return (dated ?? [line]).flatMap((part) => wrapLine(part, options));
}

/** Returns the width that the names of pairs need. */
export const namesWidth = (pairs: readonly Pair[], measure: Measure): number =>
  columnWidths(
    pairs.map(([name]) => [visible(name)]),
    measure,
  )[0] ?? 0;

const maxNameWidth = (room: number) => Math.max(1, Math.floor(room / 2) - gap);

const prepared = (value: string | PairValue): PairValue =>
  typeof value === 'string' ? { lines: [visible(value)], isJson: false } : value;

const noBorders = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid', 'middle'].flatMap((side) =>
    ['', '-left', '-mid', '-right'].map((end) => [side + end, '']),
  ),
);

/**
 * Draws the first line of each row with cli-table3. It does not get the further lines, because a cell of a thousand
 * lines takes it seconds.
 */
async function firstLinesOf(
  rows: readonly DrawnPair[],
  nameWidth: number,
  measure: Measure,
  paint: Paint,
): Promise<string[]> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    chars: noBorders,
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [], compact: true },
  });
  for (const { path, name, value } of rows) {
    const padding = ' '.repeat(Math.max(0, nameWidth - measure(name[0]!)));
    table.push([paint('key', name[0]!) + padding, paintCell(paint, path, value[0]!)]);
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

function furtherLines(
  { name, value }: DrawnPair,
  nameWidth: number,
  measure: Measure,
  paint: Paint,
): string[] {
  const layout = uncutColumns([nameWidth, 0]);
  const decorate = (cell: string, index: number) => (index === 0 && cell !== '' ? paint('key', cell) : cell);
  return Array.from({ length: Math.max(name.length, value.length) - 1 }, (_, line) =>
    tableLine([name[line + 1] ?? '', value[line + 1] ?? ''], layout, measure, decorate),
  );
}
