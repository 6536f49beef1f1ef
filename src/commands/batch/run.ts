import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readChoice, readConcurrency } from '../../bulk/options.ts';
import type { FlagValuesOf } from '../../core/flags.ts';
import type { CheckedLine, Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { CliError, usageError } from '../../errors.ts';
import { stateFolder } from '../../profile/paths.ts';
import { BatchRun, type CheckedBatch } from './batch-run.ts';
import { type Batch, type BatchCall, openBatch, placed, placeOf } from './calls.ts';
import { type batchFlags, unsureChoices } from './flags.ts';
import { BatchJournal } from './journal.ts';

type BatchValues = FlagValuesOf<typeof batchFlags> & { readonly file: string | undefined };

/** Commands that change the settings of the lines after them, that need a terminal, or that run until they are stopped. */
const refused: ReadonlySet<string> = new Set([
  ...['login', 'logout', 'init', 'profile', 'completion', 'sandbox', 'batch'],
]);

/**
 * Runs the lines of a batch, and writes a line of JSON for each.
 * @throws CliError exit 2 if a line is wrong; nothing has run then. Exit 8 if some fail, exit 130 after Ctrl-C
 */
export async function runBatch(values: BatchValues, services: Services): Promise<CommandResult> {
  const { context, globals } = services;
  refuseResultFlags(globals);
  const concurrency = readConcurrency(values.concurrency, 1);
  const unsure = readChoice('--unsure', values.unsure, unsureChoices);
  if (values.file === undefined && context.stdin.isTTY)
    throw usageError(
      'there are no lines to run',
      'name a file, or send the lines to stdin: appwrite-cli batch < FILE',
    );
  const batch = await openBatch(values.file ?? '-', values.var, context);
  try {
    const checked = await checkCalls(batch, services);
    const journal = await openJournal(checked, values.restart, services);
    const lines = new BatchRun(batch, checked, journal, services);
    try {
      await lines.run({ concurrency, keepsGoing: values.keepGoing, unsure });
    } finally {
      journal.close(lines.isComplete);
      await lines.close();
    }
    return lines.result();
  } finally {
    await batch.close();
  }
}

async function openJournal(checked: Checked, restart: boolean, services: Services): Promise<BatchJournal> {
  const { context, globals, output } = services;
  if (globals.dryRun) return BatchJournal.none();
  const folder = stateFolder(context);
  return BatchJournal.open(folder && join(folder, 'batches'), await identityOf(checked, services), {
    restart,
    clock: context,
    uid: context.uid,
    warn: output.warn,
  });
}

/** @throws CliError exit 2 for a flag that would shape the one result of a command */
function refuseResultFlags({ format, fields, filter, out, csvSafe }: Services['globals']): void {
  const given = [
    ...(format !== undefined && format !== 'ndjson' && format !== 'json' ? ['--format'] : []),
    ...(fields ? ['--fields'] : []),
    ...(filter !== undefined ? ['--filter'] : []),
    ...(out !== undefined ? ['--out'] : []),
    ...(csvSafe ? ['--csv-safe'] : []),
  ];
  if (given[0] !== undefined)
    throw usageError(
      `${given[0]} is not for the whole batch, whose result is NDJSON`,
      'write it on its lines',
    );
}

/** Number of lines that are kept as they have been parsed, about 1 KiB each; later ones are parsed again when they run. */
export const maxKeptLines = 2000;

interface Checked extends CheckedBatch {
  /** SHA-256 of all words of all lines. */
  readonly digest: string;
}

/** @throws CliError exit 2 for the first line that is wrong */
async function checkCalls(batch: Batch, services: Services): Promise<Checked> {
  const hash = createHash('sha256');
  const kept = new Map<number, CheckedLine>();
  let total = 0;
  for await (const call of batch.calls()) {
    const line = await checkCall(call, services);
    if (total < maxKeptLines) kept.set(call.index, line);
    hash.update(`${JSON.stringify(call.words)}\n`);
    total++;
  }
  if (total === 0) throw usageError(`${batch.name} has no lines to run`);
  return { total, kept, digest: hash.digest('hex') };
}

async function checkCall(call: BatchCall, { lines }: Services): Promise<CheckedLine> {
  try {
    const line = await lines!.check(call.words);
    const [first = ''] = line.path;
    if (refused.has(first)) throw usageError(`${first} can't be a line of a batch`, 'run it by itself');
    return line;
  } catch (error) {
    throw error instanceof CliError ? placed(placeOf(call), error) : error;
  }
}

/** The place that the lines go to is a part of the identity: the same lines may run in two projects. */
async function identityOf({ digest }: Checked, services: Services): Promise<readonly unknown[]> {
  const place = await services.resolve([], { project: 'optional' }).catch((error) => {
    // Lines may name another place, or need none; those that lack one report it.
    if (error instanceof CliError) return undefined;
    throw error;
  });
  return [digest, place?.connection.endpoint, place?.connection.project];
}
