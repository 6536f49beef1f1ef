/** The charts of `project usage`. */

import { decimalBytes } from '../../lib/text/quantities.ts';
import { visible } from '../../lib/text/visible.ts';
import { measureFor } from '../../lib/text/width.ts';
import { counted } from '../../lib/text/words.ts';
import {
  type Bar,
  bars,
  columnChart,
  last,
  maxSparkWidth,
  mergeTo,
  sparkline,
  sum,
} from '../../output/draw/charts.ts';
import { drawPage, type Pair, roomOf, type Section } from '../../output/draw/page.ts';
import type { Screen } from '../../output/screen.ts';
import { flows, type Metric, type Range, stocks } from './usage-data.ts';

type Point = { readonly date: string } & Readonly<Record<Metric, unknown>>;

/** The document of usageDocument, as far as charts need it. The server's values may be anything. */
interface Usage {
  readonly range: Range;
  readonly totals: Readonly<Record<string, unknown>>;
  readonly points: readonly Point[];
  readonly executionsBreakdown: unknown;
  readonly bucketsBreakdown: unknown;
}

const titles: Readonly<Record<(typeof flows)[number], string>> = {
  requests: 'Requests',
  network: 'Network traffic',
  executions: 'Executions of functions',
};

const chartHeight = 4;
/** A narrower terminal needs every column for the chart. */
const minAlignedWidth = 60;
const maxBars = 10;

const number = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
const exact = (count: number) => `${count}`;
const formatOf = (metric: string) => (metric === 'network' || metric === 'storage' ? decimalBytes : exact);

/**
 * Draws the charts, for terminals only: a pipe gets rows of numbers.
 * @param project its ID
 */
export async function drawUsage(
  document: string,
  project: string,
  screen: Screen,
): Promise<string | undefined> {
  if (screen.width === undefined) return undefined;
  const usage: Usage = JSON.parse(document);
  return drawPage(
    [
      { title: `Usage of ${project}`, pairs: [['time', timeOf(usage)]] },
      ...flows.map((metric) => flowSection(metric, usage, screen)),
      { title: 'Contents', pairs: contents(usage, screen) },
      ...(await breakdown('Executions by function', usage.executionsBreakdown, exact, screen)),
      ...(await breakdown('Storage by bucket', usage.bucketsBreakdown, decimalBytes, screen)),
    ],
    screen,
  );
}

/** Dates are those of the server, in UTC: `2024-05-01`, and by the hour `05-01 14:00`. */
const labelOf = ({ date }: Point, range: Range) => (range === '24h' ? date.slice(11, 16) : date.slice(5, 10));

function timeOf({ range, points }: Usage): string {
  const [from, to] = [points.at(0), points.at(-1)].map((point) => point?.date ?? '');
  if (range === '24h') return `the last 24 hours, since ${from!.slice(0, 16).replace('T', ' ')} UTC`;
  return `the last ${range === '30d' ? 30 : 90} days, ${from!.slice(0, 10)} to ${to!.slice(0, 10)} (UTC)`;
}

function flowSection(metric: (typeof flows)[number], { range, points }: Usage, screen: Screen): Section {
  const values = points.map((point) => number(point[metric]));
  const format = formatOf(metric);
  const unit = range === '24h' ? 'hour' : 'day';
  const total = sum(values);
  if (points.length === 0 || total === 0) return { title: `${titles[metric]}: none` };
  const { lines, size } = columnChart({
    values,
    format,
    from: labelOf(points[0]!, range),
    to: labelOf(points.at(-1)!, range),
    width: roomOf(screen),
    labelWidth: roomOf(screen) < minAlignedWidth ? 0 : labelWidthOf(points),
    height: chartHeight,
    unicode: screen.unicode,
  });
  const merged = size === 1 ? `by ${unit}` : `a column is ${counted(size, `${unit}s`)}`;
  return { title: `${titles[metric]}: ${format(total)} (${merged})`, lines };
}

function labelWidthOf(points: readonly Point[]): number {
  const labels = flows.map((metric) => {
    const values = points.map((point) => number(point[metric]));
    return formatOf(metric)(Math.max(...values));
  });
  return Math.max(...labels.map(({ length }) => length));
}

function contents({ totals, points }: Usage, screen: Screen): Pair[] {
  const labels = Object.keys(totals)
    .filter((name) => name !== 'executions')
    .map((name) => [name, totals[name] === null ? '-' : formatOf(name)(number(totals[name]))] as const);
  const nameWidth = Math.max(...labels.map(([name]) => name.length));
  const width = Math.max(...labels.map(([, label]) => label.length));
  const room = Math.min(maxSparkWidth, roomOf(screen) - nameWidth - width - 4);
  return labels.map(([name, label]) => {
    const line = room < 5 ? '' : growth(name, number(totals[name]), points, room, screen.unicode);
    return [name, `${label.padStart(width)}${line && `  ${line}`}`];
  });
}

/** Draws how a total has grown: the server says how much it changed in each hour or day, so it is counted back. */
function growth(
  name: string,
  total: number,
  points: readonly Point[],
  width: number,
  unicode: boolean,
): string {
  const metric = stocks.find((one) => one === name);
  if (!metric || points.length === 0) return '';
  const changes = points.map((point) => number(point[metric]));
  const levels: number[] = [];
  let level = total;
  for (const change of changes.toReversed()) {
    levels.unshift(level);
    level -= change;
  }
  return sparkline(mergeTo(levels, width, last).values, unicode);
}

async function breakdown(
  title: string,
  list: unknown,
  format: (value: number) => string,
  screen: Screen,
): Promise<Section[]> {
  const rows = barsOf(list, format);
  const shown = rows.slice(0, maxBars);
  if (shown.length === 0) return [];
  const measure = await measureFor([shown.map(({ name }) => name)]);
  const lines = bars(shown, { width: roomOf(screen), measure, unicode: screen.unicode });
  const more = rows.length - shown.length;
  return [{ title, lines: more > 0 ? [...lines, `and ${more} more`] : lines }];
}

/** Returns those that have been used, the most used first. */
function barsOf(list: unknown, format: (value: number) => string): Bar[] {
  if (!Array.isArray(list)) return [];
  return list
    .map((item): Bar => {
      const value = number(item?.value);
      return { name: visible(String(item?.name || item?.resourceId || '-')), value, label: format(value) };
    })
    .filter(({ value }) => value > 0)
    .sort((one, other) => other.value - one.value);
}
