import { operationOf } from '../../api/schema.ts';
import { choiceOf } from '../../core/choice.ts';
import type { FlagValuesOf } from '../../core/flags.ts';
import { formatOf } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, drawnResult, jsonTextResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { wholeNumber } from '../../lib/text/numbers.ts';
import { repeated } from '../../operations/repeated.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { dryRun } from '../../operations/run.ts';
import type { Draw } from '../../output/screen.ts';
import type { View } from '../../output/types.ts';
import { maxOutboxEntries } from '../../sandbox/core/outbox-kinds.ts';
import { ownOperations } from '../../sandbox/own-operations.ts';
import { outboxFlags } from './flags.ts';
import { type DrawnEntry, entryText } from './outbox-entry.ts';
import { askSandbox, notSandbox } from './own-request.ts';

const listOutbox = operationOf(ownOperations, 'list-outbox');
const view: View = {
  items: 'entries',
  columns: ['$createdAt', 'channel', 'kind', 'to', 'subject', 'secret', 'url'],
  noun: 'entries',
};
const followIntervalMs = 1000;
const purpose = 'only a sandbox has an outbox';

type OutboxValues = FlagValuesOf<typeof outboxFlags>;

/**
 * Lists what the sandbox of the connection has kept instead of sending it, or follows it until Ctrl-C.
 * @throws CliError exit 2 for an invalid flag, and if the server is no sandbox
 */
export async function outbox(input: OutboxValues, services: Services): Promise<CommandResult> {
  const { globals } = services;
  const values = selection(input);
  if (input.follow) requireStream(services);
  const request = buildRequest(listOutbox, values);
  if (globals.dryRun) return dryRun(request, listOutbox.sentWith, services);
  const client = await services.clientFor(listOutbox.sentWith);
  const list = async (after?: string): Promise<Body> => {
    const asked = after === undefined ? values : { ...values, after, limit: `${maxOutboxEntries}` };
    const text = await askSandbox(client, buildRequest(listOutbox, asked), purpose);
    return bodyOf(text, client.connection.endpoint);
  };
  if (input.follow) return follow(list, services);
  return shown(await list(), services);
}

/**
 * Returns the result that a terminal shows entry by entry, and other outputs as data.
 * @param before precedes the entries on a terminal
 */
function shown({ text, entries }: Body, { context }: Services, before = ''): CommandResult {
  if (!context.stdout.isTTY || entries.length === 0) return jsonTextResult(text, view);
  const draw: Draw = async (screen) => before + entries.map((entry) => entryText(entry, screen)).join('\n');
  return drawnResult(text, draw, view);
}

/** The answer as text, and what of it is drawn. */
interface Body {
  readonly text: string;
  readonly entries: readonly DrawnEntry[];
}

function bodyOf(text: string, endpoint: string): Body {
  const body: unknown = JSON.parse(text);
  const entries = (body as { readonly entries?: unknown } | null)?.entries;
  if (!Array.isArray(entries)) throw notSandbox(endpoint, purpose);
  return { text, entries };
}

/** @throws CliError exit 2 */
function selection({ to, channel, kind, limit, console }: OutboxValues): Values {
  if (to === '') throw usageError('--to is empty', 'name an address or a number, or leave --to out');
  const count = Number(limit === undefined ? Number.NaN : (wholeNumber(limit) ?? Number.NaN));
  if (limit !== undefined && !(count >= 1 && count <= maxOutboxEntries)) {
    throw usageError(`--limit takes a whole number from 1 to ${maxOutboxEntries}, not "${limit}"`);
  }
  const given = {
    to,
    channel: choiceOf('--channel', channel, outboxFlags.channel.choices),
    kind: choiceOf('--kind', kind, outboxFlags.kind.choices),
    limit: limit === undefined ? undefined : count,
    console: console || undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Values;
}

/** @throws CliError exit 2 if the output has no form for entries that come one by one */
function requireStream({ context, globals }: Services): void {
  if (globals.out !== undefined && globals.out !== '-')
    throw usageError('--follow never ends, and --out is written at the end', 'redirect it: > outbox.ndjson');
  const isScreen = context.stdout.isTTY === true && formatOf(globals) === 'table';
  if (isScreen || globals.format === 'ndjson') return;
  throw usageError(
    '--follow is for a terminal, and elsewhere writes NDJSON',
    'add --format ndjson for a line for each entry',
  );
}

async function follow(list: (after?: string) => Promise<Body>, services: Services): Promise<CommandResult> {
  let last: string | undefined;
  async function next(): Promise<Body> {
    const body = await list(last);
    last = body.entries.at(-1)?.$id ?? last;
    return body;
  }
  const looks = repeated(() => [next()], followIntervalMs, services);
  if (formatOf(services.globals) !== 'table') return { result: { kind: 'pages', pages: texts(looks), view } };
  services.output.note('The outbox, as it fills; Ctrl-C ends this.');
  let before = '';
  for await (const body of looks) {
    if (body.entries.length === 0) continue;
    const { result } = shown(body, services, before);
    if (result) await services.output.result(result);
    before = '\n';
  }
  return {};
}

async function* texts(bodies: AsyncIterable<Body>): AsyncGenerator<string, void, void> {
  for await (const { text } of bodies) yield text;
}
