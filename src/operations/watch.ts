/** `--watch`: a list that is looked at again and again. Loaded only for this. */
import type { Operation } from '../api/schema.ts';
import type { Context } from '../context.ts';
import { exclusion } from '../core/flags.ts';
import { formatOf } from '../core/globals.ts';
import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';
import { usageError } from '../errors.ts';
import { HttpError } from '../http/failure.ts';
import type { ApiRequest } from '../http/types.ts';
import { encodeJson } from '../lib/json/raw.ts';
import { queriesParam } from './query/flags.ts';
import { allPages, type FetchPage } from './query/pages.ts';
import { repeated, timeOf } from './repeated.ts';
import { buildRequest, type Values } from './request.ts';
import { viewOf } from './send.ts';
import type { ViewValues } from './view-flags.ts';
import { type Changes, Memory } from './watch-memory.ts';

const defaultIntervalMs = 2000;
const minIntervalMs = 1000;
const maxIntervalMs = 24 * 3600 * 1000;
const unitsMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };
/** Latest changes named below the rows of a screen. */
const maxNews = 3;
/** Lines on a screen beside the rows: the heading, the titles, the count, the changes, and the cursor. */
const linesAround = 5 + maxNews;
/** Length of the server's own page. */
const maxRows = 25;

/**
 * Reads the time between two looks, in ms.
 * @throws CliError exit 2 for an invalid one, for one without `--watch`, and for `--all`
 */
export function readInterval({ watch, interval, all }: ViewValues & { readonly all?: boolean }): number {
  if (!watch) throw usageError('--interval has no effect without --watch', 'add --watch');
  if (all) throw exclusion('--watch', '--all', '--limit sets how many to watch');
  if (interval === undefined) return defaultIntervalMs;
  const [, number, unit = 's'] = /^(\d{1,6}(?:\.\d{1,3})?)([smh])?$/.exec(interval) ?? [];
  const milliseconds = number === undefined ? Number.NaN : Number(number) * unitsMs[unit]!;
  if (milliseconds >= minIntervalMs && milliseconds <= maxIntervalMs) return milliseconds;
  throw usageError(`--interval takes a time from 1s to 24h, such as 10s or 5m, not "${interval}"`);
}

/**
 * Requests a list again and again until Ctrl-C. A terminal shows the latest page; NDJSON has the items that are new or
 * have changed since the look before. Failures of the network, limits of the rate and errors of the server are reported
 * and do not end it, unless the first look fails.
 * @throws CliError exit 2 if the output can't be watched; the error of the first request, and any later error that
 *   would come again
 */
export async function watchList(
  operation: Operation,
  values: Values,
  intervalMs: number,
  services: Services,
): Promise<CommandResult> {
  const { context, globals } = services;
  if (globals.out !== undefined && globals.out !== '-')
    throw usageError('--watch never ends, and --out is written at the end', 'redirect it: > changes.ndjson');
  const isScreen = context.stdout.isTTY === true && formatOf(globals) === 'table';
  if (!isScreen && globals.format !== 'ndjson')
    throw usageError(
      '--watch shows a table on a terminal, and elsewhere writes NDJSON',
      'add --format ndjson for a line for each new or changed item',
    );

  const view = viewOf(operation);
  const member = view.items!;
  const memory = new Memory(member);
  const client = await services.clientFor(operation.sentWith);
  const fetchPage: FetchPage = async (queries) =>
    (await client.text(buildRequest(operation, { ...values, queries }))).text;
  const given = (values.queries ?? []) as readonly string[];
  let order = changeOrder(operation, given);
  let hasAnswered = false;
  const fit = (queries: readonly string[]) => (isScreen ? fittedTo(context, queries) : queries);
  async function fetchList(): Promise<string> {
    try {
      return await fetchPage(fit([...given, ...order]));
    } catch (error) {
      // The user has not asked for this order: a list that can't be ordered so is shown in its own.
      if (hasAnswered || order.length === 0 || !(error instanceof HttpError) || error.status !== 400)
        throw error;
      order = [];
      return fetchPage(fit(given));
    } finally {
      hasAnswered = true;
    }
  }

  if (isScreen) {
    const looks = repeated(() => [fetchList()], intervalMs, services);
    const heading = `${operation.group} ${operation.command}, every ${intervalMs / 1000} s; Ctrl-C ends it`;
    let news: readonly string[] = [];
    for await (const body of looks) {
      const time = timeOf(context);
      const latest = changeLines(memory.update(body)).map((line) => `${time}  ${line}`);
      news = [...news, ...latest].slice(-maxNews);
      services.output.clear();
      services.output.note(`${time}  ${heading}`);
      await services.output.result({ kind: 'json', text: body, view });
      for (const line of news) services.output.note(line);
    }
    return {};
  }
  const look = () =>
    order.length > 0 && memory.since !== undefined
      ? allPages(fetchPage, { queries: [...conditionsOf(given), ...changedSince(memory.since)], member })
      : [fetchList()];
  return { result: { kind: 'pages', pages: newItems(repeated(look, intervalMs, services), memory), view } };
}

/** Returns the request of the first look, which a dry run shows for all. */
export function firstLook(operation: Operation, values: Values): ApiRequest {
  const given = (values.queries ?? []) as readonly string[];
  return buildRequest(operation, { ...values, queries: [...given, ...changeOrder(operation, given)] });
}

const methodOf = (query: string): string => JSON.parse(query).method;
const isPaging = (query: string): boolean => /^(order|cursor|offset|limit)/.test(methodOf(query));
const conditionsOf = (queries: readonly string[]) => queries.filter((query) => !isPaging(query));

/**
 * Returns the query that puts the items that changed last first; none if the line orders them or the list can't be
 * ordered. In the server's own order new items come last, on a page that is not shown.
 */
function changeOrder(operation: Operation, given: readonly string[]): string[] {
  const isGiven = given.some((query) => /^(order|cursor|offset)/.test(methodOf(query)));
  if (isGiven || queriesParam(operation)?.queryMethods !== undefined) return [];
  return [encodeJson({ method: 'orderDesc', attribute: '$updatedAt' })];
}

/** Queries for everything that has changed from a time on, in the order of change. */
export const changedSince = (time: string): string[] => [
  encodeJson({ method: 'greaterThanEqual', attribute: '$updatedAt', values: [time] }),
  encodeJson({ method: 'orderAsc', attribute: '$updatedAt' }),
];

/** Limits a list to the rows that a screen has room for, unless the line limits it. */
function fittedTo({ stdout }: Context, queries: readonly string[]): readonly string[] {
  if (!stdout.rows || queries.some((query) => methodOf(query) === 'limit')) return queries;
  const rows = Math.min(Math.max(stdout.rows - linesAround, 3), maxRows);
  return [...queries, encodeJson({ method: 'limit', values: [rows] })];
}

/** Yields the bodies of a list with the items that are new or have changed. */
async function* newItems(bodies: AsyncIterable<string>, memory: Memory): AsyncGenerator<string, void, void> {
  for await (const text of bodies) {
    const { body } = memory.update(text);
    if (body !== undefined) yield body;
  }
}

/** IDs that a line names at most. */
const maxNamed = 5;

function changeLines({ isFirst, added, changed }: Changes): string[] {
  const line = (title: string, ids: readonly string[]) => {
    const named = ids.filter((id) => id !== '').slice(0, maxNamed);
    const more = ids.length - named.length;
    if (named.length === 0) return more === 0 ? [] : [`${title}: ${more}`];
    return [`${title}: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`];
  };
  return isFirst ? [] : [...line('new', added), ...line('changed', changed)];
}
