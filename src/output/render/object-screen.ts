import { kindOf } from '../../lib/json/slices.ts';
import { type Paint, paintState } from '../colour.ts';
import { columnWidths, gap, tableLine } from '../layout.ts';
import { type Measure, measureFor } from '../width.ts';
import { brokenAnywhere, wrapLine } from '../wrap.ts';
import { screenLines } from './cell.ts';

/** A member of an object: its name, free of control characters, and its JSON text. */
export type Member = readonly [name: string, value: string | undefined];

/** A member as it is drawn: what doesn't fit into one line goes on in its column below. */
interface Row {
  readonly name: readonly string[];
  readonly value: readonly string[];
}

/**
 * An object for a terminal: names and values side by side, a value in at least half the width.
 * Nothing is cut. The lines of a text stand in the values' column, so that it can't feign a member.
 */
export async function objectScreen(members: readonly Member[], width: number, paint: Paint): Promise<string> {
  const texts = members.map(([, value]) => screenLines(value));
  const names = members.map(([name]) => [name]);
  const measure = await measureFor([...names, ...texts]);
  const nameWidth = Math.min(columnWidths(names, measure)[0]!, Math.max(1, Math.floor(width / 2) - gap));
  const room = Math.max(1, width - gap - nameWidth);
  const rows = members.map(([name, value], index): Row => {
    const isNested = value !== undefined && ['object', 'array'].includes(kindOf(value));
    return {
      name: [...brokenAnywhere(name, nameWidth, measure)],
      value: texts[index]!.flatMap((line) => wrapLine(line, room, measure, isNested && /^[[{]/.test(line))),
    };
  });
  const firstLines = await drawn(rows, members, paint);
  return rows
    .map((row, index) => `${[firstLines[index], ...below(row, nameWidth, measure, paint)].join('\n')}\n`)
    .join('');
}

const noBorders = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid', 'middle'].flatMap((side) =>
    ['', '-left', '-mid', '-right'].map((end) => [side + end, '']),
  ),
);

/** The first line of each row, drawn by cli-table3, which takes seconds for a cell of a thousand lines. */
async function drawn(rows: readonly Row[], members: readonly Member[], paint: Paint): Promise<string[]> {
  const { default: Table } = await import('cli-table3');
  const table = new Table({
    chars: noBorders,
    style: { 'padding-left': 0, 'padding-right': gap, head: [], border: [], compact: true },
  });
  for (const [index, { name, value }] of rows.entries()) {
    table.push([paint('header', name[0]!), paintState(paint, members[index]![0], value[0]!)]);
  }
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

/** The lines below the first. */
function below({ name, value }: Row, nameWidth: number, measure: Measure, paint: Paint): string[] {
  const layout = [nameWidth, 0].map((width, index) => ({ index, width, alignRight: false, cutCells: false }));
  const decorate = (cell: string, index: number) =>
    index === 0 && cell !== '' ? paint('header', cell) : cell;
  return Array.from({ length: Math.max(name.length, value.length) - 1 }, (_, line) =>
    tableLine([name[line + 1] ?? '', value[line + 1] ?? ''], layout, measure, decorate),
  );
}
