/** Charts in text, from blocks of an eighth of a character, or in ASCII. */
import { cut, type Measure } from '../../lib/text/width.ts';

/** Names of the marks of a chart. */
interface Marks {
  /** Levels of a column's last character, from the lowest to a full one. */
  readonly levels: readonly string[];
  /** A value of zero in a sparkline. */
  readonly zero: string;
  /** Levels of a bar's last character, from the narrowest to a full one. */
  readonly widths: readonly string[];
  readonly axis: {
    readonly side: string;
    readonly tick: string;
    readonly corner: string;
    readonly base: string;
  };
}

const unicodeMarks: Marks = {
  levels: [...'▁▂▃▄▅▆▇█'],
  zero: '▁',
  widths: [...'▏▎▍▌▋▊▉█'],
  axis: { side: '│', tick: '┤', corner: '└', base: '─' },
};
const asciiMarks: Marks = {
  levels: ['#'],
  zero: '_',
  widths: ['#'],
  axis: { side: '|', tick: '+', corner: '+', base: '-' },
};
/** One line of ASCII needs levels too, which a chart of several lines would make unreadable. */
const asciiSparkLevels = [...'.:-=+*#'];

const marksFor = (unicode: boolean) => (unicode ? unicodeMarks : asciiMarks);

/** Values that are merged so that each gets a column of its own. */
export interface Merged {
  readonly values: readonly number[];
  /** Number of the original values in each, except perhaps in the first. */
  readonly size: number;
}

/**
 * Merges neighbours until there are at most `count` values. The last ones are merged evenly, so that the first may
 * stand for fewer.
 * @param merge combines neighbours, oldest first
 */
export function mergeTo(
  values: readonly number[],
  count: number,
  merge: (neighbours: readonly number[]) => number,
): Merged {
  const size = Math.max(1, Math.ceil(values.length / Math.max(1, count)));
  const groups = Math.ceil(values.length / size);
  const merged = Array.from({ length: groups }, (_, index) => {
    const end = values.length - (groups - 1 - index) * size;
    return merge(values.slice(Math.max(0, end - size), end));
  });
  return { values: merged, size };
}

export const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
/** The state at the end of a time is that of its last value. */
export const last = (values: readonly number[]): number => values.at(-1)!;

/** Widest sparkline: wider ones take more time to compare than they show. */
export const maxSparkWidth = 30;

/** Draws values that are not negative as one line, a character each, from zero up to the greatest. */
export function sparkline(values: readonly number[], unicode: boolean): string {
  const top = Math.max(...values, 0);
  const { zero, levels } = marksFor(unicode);
  const above = unicode ? levels.slice(1) : asciiSparkLevels;
  return values
    .map((value) => (value <= 0 ? zero : above[Math.ceil((value / top) * above.length) - 1]!))
    .join('');
}

export interface ColumnChart {
  readonly values: readonly number[];
  /** Formats the value at the top of the axis, and zero. */
  readonly format: (value: number) => string;
  /** Labels below the first and the last column. */
  readonly from: string;
  readonly to: string;
  /** Columns of the terminal to fill. */
  readonly width: number;
  /** Least width of the labels, so that charts one below the other are aligned. */
  readonly labelWidth?: number;
  /** Lines of the columns, without the axis below them. */
  readonly height: number;
  readonly unicode: boolean;
}

/** A chart as lines, and the number of values that each of its columns stands for. */
export interface DrawnColumns {
  readonly lines: readonly string[];
  readonly size: number;
}

const maxColumnWidth = 4;

/** Draws sums over time as columns side by side. Values are merged if there are more than fit. */
export function columnChart(chart: ColumnChart): DrawnColumns {
  const { format, width, height, unicode } = chart;
  const { side, tick, corner, base } = marksFor(unicode).axis;
  // Merging raises the greatest value, whose label may then need more room.
  const first = mergeTo(chart.values, width - 2, sum);
  const labels = [format(Math.max(...first.values, 0)), format(0)];
  const labelWidth = Math.max(...labels.map(({ length }) => length), chart.labelWidth ?? 0) + 1;
  const room = Math.max(1, width - labelWidth - 1);
  const { values, size } = mergeTo(chart.values, room, sum);
  const top = Math.max(...values, 0);
  const step = Math.max(1, Math.min(maxColumnWidth, Math.floor(room / values.length)));
  // Columns of two characters or more have a space between them.
  const solid = Math.max(1, step - 1);
  const rows = Array.from({ length: height }, (_, index) => {
    const label = index === 0 ? format(top) : '';
    const marks = values.map((value) => cell(value, top, { row: height - 1 - index, height, unicode }));
    const columns = marks.map((mark) => mark.repeat(solid) + ' '.repeat(step - solid)).join('');
    return `${label.padStart(labelWidth - 1)} ${index === 0 ? tick : side}${columns}`.trimEnd();
  });
  const axis = `${format(0).padStart(labelWidth - 1)} ${corner}${base.repeat(values.length * step)}`;
  const { from, to } = chart;
  const between = values.length * step - from.length - to.length;
  const times = between >= 1 ? from + ' '.repeat(between) + to : to.padStart(values.length * step);
  return { lines: [...rows, axis, `${' '.repeat(labelWidth + 1)}${times}`], size };
}

/** Returns the character of a column in one row; row 0 is the lowest. */
function cell(
  value: number,
  top: number,
  { row, height, unicode }: { readonly row: number; readonly height: number; readonly unicode: boolean },
): string {
  if (value <= 0) return ' ';
  const { levels } = marksFor(unicode);
  // A value above zero is always seen, however small.
  const steps = Math.max(1, Math.round((value / top) * height * levels.length));
  const here = Math.min(levels.length, steps - row * levels.length);
  return here <= 0 ? ' ' : levels[here - 1]!;
}

export interface Bar {
  /** Without control characters. */
  readonly name: string;
  readonly value: number;
  /** The value in words. */
  readonly label: string;
}

const gap = 2;
const maxBarWidth = 40;
const minBarWidth = 4;

/**
 * Draws bars one below the other, each between its name and its value. A terminal that is too narrow for bars gets
 * names and values only.
 * @param width columns of the terminal; undefined: names are never cut
 */
export function bars(
  rows: readonly Bar[],
  {
    width = Number.POSITIVE_INFINITY,
    measure,
    unicode,
  }: { readonly width?: number | undefined; readonly measure: Measure; readonly unicode: boolean },
): string[] {
  const { widths } = marksFor(unicode);
  const labelWidth = Math.max(...rows.map(({ label }) => label.length), 0);
  const longest = Math.max(...rows.map(({ name }) => measure(name)), 0);
  const nameWidth = Math.min(
    longest,
    Math.max(1, width - labelWidth - gap),
    Math.max(8, Math.floor(width * 0.4)),
  );
  const room = Math.min(maxBarWidth, width - nameWidth - labelWidth - 2 * gap);
  const top = Math.max(...rows.map(({ value }) => value), 0);
  return rows.map(({ name, value, label }) => {
    const shown = cut(name, nameWidth, measure);
    const start = `${shown}${' '.repeat(nameWidth - measure(shown) + gap)}${label.padStart(labelWidth)}`;
    if (room < minBarWidth || value <= 0) return start;
    const steps = Math.max(1, Math.round((value / top) * room * widths.length));
    const full = Math.floor(steps / widths.length);
    const rest = steps % widths.length;
    return `${start}${' '.repeat(gap)}${widths.at(-1)!.repeat(full)}${rest > 0 ? widths[rest - 1] : ''}`;
  });
}
