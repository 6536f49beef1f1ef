import { itemsOf } from '../../api/models.ts';
import type { Operation } from '../../api/schema.ts';
import type { FlagValuesOf } from '../../core/flags.ts';
import { formatOf, isHumanOutput } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { encodeJson } from '../../lib/json/raw.ts';
import { wholeNumber } from '../../lib/text/numbers.ts';
import { DateReader, dateForms } from '../../operations/dates.ts';
import { allPages, type FetchPage } from '../../operations/query/pages.ts';
import { repeated } from '../../operations/repeated.ts';
import { buildRequest } from '../../operations/request.ts';
import { dryRun } from '../../operations/run.ts';
import { viewOf } from '../../operations/send.ts';
import { changedSince } from '../../operations/watch.ts';
import { ExecutionFeed, reversed } from './feed.ts';
import type { logFlags } from './flags.ts';
import { executionText, type LoggedExecution, paintExecution } from './text.ts';

const defaultLimit = 10;
/** Maximum length of a page. */
const maxLimit = 100;
const followIntervalMs = 2000;

type LogValues = FlagValuesOf<typeof logFlags> & Readonly<Record<string, unknown>>;

/** The list of the executions of a function or a site. */
interface Logged {
  readonly list: Operation;
  /** API name of the ID. */
  readonly owner: string;
}

/** Past executions to begin with. */
interface Start {
  /** Undefined for all since a time. */
  readonly limit: number | undefined;
  /** Queries that choose them. */
  readonly queries: readonly string[];
}

/**
 * Shows executions with their logs, oldest first, and with `--follow` goes on until Ctrl-C.
 * @throws CliError exit 2 for bad values and for a format that `--follow` can't write; errors of the first request, and of a
 *   later one if it would come again
 */
export async function showLogs(
  { list, owner }: Logged,
  values: LogValues,
  services: Services,
): Promise<CommandResult> {
  const { globals, context } = services;
  const isText = isHumanOutput(globals);
  refuseEndless(values.follow, isText, services);
  const start = readStart(values, services);
  const ownerId = { [owner]: String(values[owner]) };
  const request = (queries: readonly string[]) => buildRequest(list, { ...ownerId, queries });
  if (globals.dryRun) return dryRun(request(start.queries), list.sentWith, services);
  const client = await services.clientFor(list.sentWith);
  const fetchPage: FetchPage = async (queries) => (await client.text(request(queries))).text;
  const { member } = itemsOf(list.response, list.apiVersion)!;
  const bodies = endingAtInterrupt(
    values.follow ? followed(fetchPage, start, member, services) : past(fetchPage, start, member),
    context.signal,
  );
  if (!isText) return { result: { kind: 'pages', pages: bodies, view: viewOf(list) } };
  let isEmpty = true;
  for await (const body of bodies) {
    for (const execution of JSON.parse(body)[member] as readonly LoggedExecution[]) {
      isEmpty = false;
      const text = executionText(execution, (atMs) => context.utcOffsetMinutes(atMs));
      await services.output.result({ kind: 'text', text, style: paintExecution(execution) });
    }
  }
  if (isEmpty && !values.follow) services.output.note('No executions.');
  return {};
}

/** Output that is complete only at the end. */
function refuseEndless(follow: boolean, isText: boolean, { globals }: Services): void {
  const toFile = globals.out !== undefined && globals.out !== '-';
  if (toFile && (follow || isText))
    throw usageError(
      follow ? '--follow never ends, and --out is written at the end' : '--out takes data, not text',
      follow ? 'redirect it: > logs.txt' : 'add --format ndjson, or redirect it: > logs.txt',
    );
  if (follow && !isText && formatOf(globals) !== 'ndjson')
    throw usageError(
      '--follow writes text for people, or NDJSON',
      'add --format ndjson for a line for each execution',
    );
}

function readStart({ limit, since }: LogValues, services: Services): Start {
  const number = limit === undefined ? undefined : readLimit(limit);
  if (since === undefined) return { limit: number ?? defaultLimit, queries: latest(number ?? defaultLimit) };
  const dates = new DateReader(services.context);
  const time = dates.read('--since', since);
  if (time === undefined)
    throw usageError(`--since takes a time, not "${since}"`, `write it as ${dateForms}`);
  dates.explain(services);
  const from = encodeJson({ method: 'greaterThanEqual', attribute: '$createdAt', values: [time] });
  if (number !== undefined) return { limit: number, queries: [from, ...latest(number)] };
  return { limit: undefined, queries: [from, encodeJson({ method: 'orderAsc', attribute: '$createdAt' })] };
}

function readLimit(given: string): number {
  const limit = Number(wholeNumber(given) ?? -1);
  if (limit >= 1 && limit <= maxLimit) return limit;
  throw usageError(`--limit takes a number from 1 to ${maxLimit}, not "${given}"`);
}

const latest = (limit: number): readonly string[] => [
  encodeJson({ method: 'orderDesc', attribute: '$createdAt' }),
  encodeJson({ method: 'limit', values: [limit] }),
];

async function* past(
  fetchPage: FetchPage,
  { limit, queries }: Start,
  member: string,
): AsyncGenerator<string> {
  if (limit === undefined) yield* allPages(fetchPage, { queries, member });
  else yield reversed(await fetchPage(queries), member);
}

/** Yields the executions that have ended: first those of the start, then each soon after its end. */
async function* followed(
  fetchPage: FetchPage,
  { limit, queries }: Start,
  member: string,
  services: Services,
): AsyncGenerator<string> {
  const feed = new ExecutionFeed(member);
  let hasBegun = false;
  async function* look(): AsyncGenerator<string> {
    if (!hasBegun && limit !== undefined) {
      const ended = feed.begin(await fetchPage(queries), limit);
      if (ended !== undefined) yield ended;
    } else {
      const changed = feed.since === undefined ? [] : changedSince(feed.since);
      const asked = hasBegun ? changed : queries;
      for await (const page of allPages(fetchPage, { queries: asked, member })) {
        const ended = feed.update(page);
        if (ended !== undefined) yield ended;
      }
    }
    hasBegun = true;
  }
  yield* repeated(look, followIntervalMs, services);
}

/** Ends a sequence where Ctrl-C interrupts it: that is how it is meant to end. */
async function* endingAtInterrupt(
  bodies: AsyncIterable<string>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  try {
    yield* bodies;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
