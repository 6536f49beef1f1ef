/** The interval of `project usage`, and the answers as one document. Values stay as the server wrote them. */
import type { usageRanges } from '../../api/choices/console.ts';
import { decodeString, items, kindOf, members, writeObject } from '../../lib/json/slices.ts';

export type Range = (typeof usageRanges)[number];

/** A time up to now, in UTC, and what to ask `project get-usage` for. */
export interface Interval {
  readonly range: Range;
  /** One value for each hour or day. */
  readonly period: '1h' | '1d';
  /** Number of values. */
  readonly length: number;
  /** First day to ask for, and the day after the last one. */
  readonly startDate: string;
  readonly endDate: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const days: Readonly<Record<Range, number>> = { '24h': 1, '30d': 30, '90d': 90 };

/**
 * Returns the interval of a range. The server counts whole days, also where it answers by the hour: for the last 24
 * hours it is asked for two days.
 * @param now in ms since the Unix epoch
 */
export function intervalOf(range: Range, now: number): Interval {
  const byHour = range === '24h';
  const tomorrow = (Math.floor(now / dayMs) + 1) * dayMs;
  const asked = byHour ? 2 : days[range];
  const date = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10);
  return {
    range,
    period: byHour ? '1h' : '1d',
    length: byHour ? 24 : days[range],
    startDate: date(tomorrow - asked * dayMs),
    endDate: date(tomorrow),
  };
}

/** Counts of each hour or day, from the usage of the project. */
export const flows = ['requests', 'network', 'executions'] as const;
/** Counts of resources added in each hour or day, less those deleted. */
export const stocks = ['users', 'sessions', 'documents', 'files', 'storage'] as const;
export type Metric = (typeof flows)[number] | (typeof stocks)[number];

/** Columns of the rows, in their order. */
export const usageColumns = ['date', ...flows, ...stocks];

/** Names of the totals, from any of the answers. */
export const totals: Readonly<Record<string, string>> = {
  users: 'usersTotal',
  sessions: 'sessionsTotal',
  databases: 'databasesTotal',
  collections: 'collectionsTotal',
  documents: 'documentsTotal',
  buckets: 'bucketsTotal',
  files: 'filesTotal',
  storage: 'filesStorageTotal',
  executions: 'executionsTotal',
};

const metrics: readonly Metric[] = [...flows, ...stocks];
const breakdowns = ['executionsBreakdown', 'bucketsBreakdown'];

/**
 * Joins the answers by date.
 * @param answers JSON objects: the usage of the project, then that of its groups; the first that has a value counts
 */
export function usageDocument({ range, period, length }: Interval, answers: readonly string[]): string {
  const all = answers.map((answer) => members(answer));
  const find = (name: string) => all.map((answer) => answer.get(name)).find((text) => text !== undefined);
  const series = metrics.map((metric) => seriesOf(find(metric)));
  const dates = [...new Set(series.flatMap((values) => [...values.keys()]))].sort().slice(-length);
  const points = dates.map((date) => {
    const values = metrics.map((metric, index) => [metric, series[index]!.get(date) ?? 'null'] as const);
    return writeObject([['date', JSON.stringify(date)], ...values]);
  });
  const counts = Object.entries(totals).map(([name, member]) => [name, find(member) ?? 'null'] as const);
  return writeObject([
    ['range', JSON.stringify(range)],
    ['period', JSON.stringify(period)],
    ['totals', writeObject(counts)],
    ['points', `[${points.join(',')}]`],
    ...breakdowns.map((name) => [name, find(name) ?? '[]'] as const),
  ]);
}

/** Returns the values of a metric by their dates. */
function seriesOf(text: string | undefined): Map<string, string> {
  const found = new Map<string, string>();
  if (text === undefined || kindOf(text) !== 'array') return found;
  for (const item of items(text)) {
    if (kindOf(item) !== 'object') continue;
    const point = members(item);
    const date = point.get('date');
    const value = point.get('value');
    if (date !== undefined && kindOf(date) === 'string' && value !== undefined)
      found.set(decodeString(date), value);
  }
  return found;
}
