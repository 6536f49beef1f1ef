import { kindOf } from '../../lib/json/slices.ts';
import { type Paint, paintCell } from '../colour.ts';
import { columnWidths, gap, tableLine } from '../layout.ts';
import { type Measure, measureFor } from '../width.ts';
import { breakAnywhere, wrapLine } from '../wrap.ts';
import { screenLines } from './cell.ts';

/** A member of an object: its name, without control characters, and its JSON text. */
export type Member = readonly [name: string, value: string | undefined];

/** The lines of a member's two columns. */
interface ScreenRow {
  readonly name: readonly string[];
  readonly value: readonly string[];
}

/**
 * Draws an object for a terminal, in two columns. Values get at least half the width, and nothing is cut. All lines of
 * a text stay in the value column, so that a text can't pose as a member.
 */
export async function objectScreen(members: readonly Member[], width: number, paint: Paint): Promise<string> {
  const texts = members.map(([, value]) => screenLines(value));
  const names = members.map(([name]) => [name]);
  const measure = await measureFor([...names, ...texts]);
  const nameWidth = Math.min(columnWidths(names, measure)[0]!, Math.max(1, Math.floor(width / 2) - gap));
  const room = Math.max(1, width - gap - nameWidth);
  const rows = members.map(([name, value], index): ScreenRow => {
    const isNested = value !== undefined && ['object', 'array'].includes(kindOf(value));
    return {
      name: [...breakAnywhere(name, nameWidth, measure)],
      value: texts[index]!.flatMap((line) =>
        wrapLine(line, { width: room, measure, isJson: isNested && /^[[{]/.test(line) }),
      ),
    };
  });
  const firstLines = await firstLinesOf(rows, members, paint);
  return rows
    .map(
      (row, index) => `${[firstLines[index], ...furtherLines(row, nameWidth, measure, paint)].join('\n')}\n`,
    )
    .join('');
}

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
  rows: readonly ScreenRow[],
  members: readonly Member[],
  paint: Paint,
): Promise<string[]> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    chars: noBorders,
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [], compact: true },
  });
  for (const [index, { name, value }] of rows.entries()) {
    table.push([paint('key', name[0]!), paintCell(paint, members[index]![0], value[0]!)]);
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

function furtherLines(
  { name, value }: ScreenRow,
  nameWidth: number,
  measure: Measure,
  paint: Paint,
): string[] {
  const layout = [nameWidth, 0].map((width, index) => ({ index, width, alignRight: false, cutCells: false }));
  const decorate = (cell: string, index: number) => (index === 0 && cell !== '' ? paint('key', cell) : cell);
  return Array.from({ length: Math.max(name.length, value.length) - 1 }, (_, line) =>
    tableLine([name[line + 1] ?? '', value[line + 1] ?? ''], layout, measure, decorate),
  );
}
