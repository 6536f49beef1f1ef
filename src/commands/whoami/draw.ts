import { visible } from '../../lib/text/visible.ts';
import { measureFor } from '../../lib/text/width.ts';
import { gap } from '../../output/layout.ts';
import { wrapProse } from '../../output/prose.ts';
import type { Screen } from '../../output/screen.ts';

/** A setting: its name, its value, and where that comes from. */
export type Line = readonly [name: string, value: string, from: string | undefined];

const nameWidth = 12;

/** Draws a line for each setting. The sources stand in a column of their own, or below the values if that has no room. */
export async function drawSettings(lines: readonly Line[], { width, paint }: Screen): Promise<string> {
  const rows = lines.map(([name, value, from]) => ({
    name,
    value: visible(value),
    from: from === undefined ? '' : `from ${visible(from)}`,
  }));
  const measure = await measureFor(rows.map(({ value, from }) => [value, from]));
  const valueWidth = Math.max(...rows.map(({ value }) => measure(value)));
  const column = nameWidth + valueWidth + gap;
  const isStacked = width !== undefined && rows.some(({ from }) => column + measure(from) > width);
  const indent = ' '.repeat(nameWidth);
  return rows
    .flatMap(({ name, value, from }) => {
      const start = paint('key', name) + ' '.repeat(nameWidth - name.length) + value;
      if (from === '') return [start];
      if (isStacked) return [start, indent + paint('muted', wrapProse(from, width, nameWidth))];
      return [`${start}${' '.repeat(column - nameWidth - measure(value))}${paint('muted', from)}`];
    })
    .map((line) => `${line}\n`)
    .join('');
}
