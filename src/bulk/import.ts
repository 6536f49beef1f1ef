import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Services } from '../core/services.ts';
import { type CommandResult, jsonResult } from '../core/spec.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import { HttpError } from '../http/failure.ts';
import type { Client } from '../http/types.ts';
import { writeObject } from '../lib/json/slices.ts';
import { counted, unfinished } from '../lib/text/words.ts';
import { stateFolder } from '../profile/paths.ts';
import { type CheckResult, checkRows, prepareRows } from './check.ts';
import { forEachAdaptive } from './concurrency.ts';
import { FailurePolicy } from './failure-policy.ts';
import { maxIdsPerQuery } from './find-ids.ts';
import { type EarlierRun, type ImportJournal, openJournal } from './journal.ts';
import { Rejects } from './rejects.ts';
import type { Attempt, BatchResult, RowBatches, RowImporter, RowResult } from './row-importer.ts';
import type { Row } from './rows/row.ts';
import type { RowSource } from './source.ts';

export interface ImportOptions {
  /** Identifies the import together with the file: where the rows go, and how. */
  readonly destination: readonly unknown[];
  /** Maximum number of concurrent requests. */
  readonly concurrency: number;
  /** Restarts or resumes an earlier run; by default the file decides. */
  readonly earlierRun: EarlierRun | undefined;
  /** The client that the importer sends with. */
  readonly client: SendingClient;
}

type SendingClient = Pick<Client, 'timesLimited' | 'connection'>;

/** Maximum number of problems reported on stderr; the file of rejects has all. */
const maxReportedFailures = 5;

/**
 * Imports the rows of a source: checks all of them first, then sends the valid ones. Sends each exactly once, even if
 * the process is killed and the command run again.
 * @throws CliError exit 2 if the file can't be parsed; the error that stops the import, with a hint how to go on
 */
export async function importRows<Item>(
  source: RowSource,
  importer: RowImporter<Item>,
  options: ImportOptions,
  services: Services,
): Promise<CommandResult> {
  return new Import(source, importer, options, services).run();
}

interface NumberedRow<Item> {
  /** Position in the file, from 0. */
  readonly number: number;
  readonly row: Row;
  readonly item: Item;
  /** True if it may have been sent before. */
  readonly mayBeThere: boolean;
}

class Import<Item> {
  readonly #source: RowSource;
  readonly #importer: RowImporter<Item>;
  readonly #options: ImportOptions;
  readonly #services: Services;
  readonly #rejects: Rejects;
  readonly #failures: FailurePolicy;
  readonly #counts: Record<RowResult | 'failed', number> = { created: 0, updated: 0, skipped: 0, failed: 0 };
  /** Number of rows that earlier runs have done, and that the server has. */
  #finishedBefore = 0;

  constructor(source: RowSource, importer: RowImporter<Item>, options: ImportOptions, services: Services) {
    this.#source = source;
    this.#importer = importer;
    this.#options = options;
    this.#services = services;
    this.#rejects = new Rejects(source.rejectsPath);
    this.#failures = new FailurePolicy(options.client.connection);
  }

  async run(): Promise<CommandResult> {
    const { context, globals, output } = this.#services;
    try {
      const refuse = (row: Row, reason: string) => this.#refuse(row, reason);
      const checked = await checkRows(this.#source, this.#importer, refuse, output);
      if (checked.leftOut.size > 0)
        output.note(
          `ignored: ${[...checked.leftOut].join(', ')} (the server sets fields whose names begin with $)`,
        );
      if (globals.dryRun) return this.#report(checked, 0);
      if (checked.invalid > 0)
        output.note(`${checked.invalid} of ${checked.rows} rows can't be sent; sending the rest`);
      await this.#source.verify();
      const folder = stateFolder(context);
      const { destination, earlierRun } = this.#options;
      const { name, path } = this.#source;
      const journal = await openJournal(
        folder && join(folder, 'imports'),
        { destination, name, path, digest: checked.digest },
        { earlierRun, clock: context, uid: context.uid, warn: output.warn },
      );
      let complete = false;
      try {
        await this.#checkFinished(journal);
        journal.adoptContent();
        await this.#send(checked, journal);
        complete = this.#counts.failed === 0;
      } finally {
        journal.close(complete);
      }
      if (complete && journal.finished > 0) rmSync(this.#rejects.path, { force: true });
      return this.#report(checked, this.#finishedBefore);
    } finally {
      this.#rejects.close();
    }
  }

  /**
   * Asks the server which of the rows that the journal calls done are there, since they may have been deleted meanwhile;
   * the others are sent again. It asks for all of them by their IDs, a hundred in a request: a sample could miss some,
   * and this costs a hundredth of the requests that sending them took. Values are not compared: they may have been
   * edited on purpose.
   * @throws CliError exit 2 if the file has changed in a row that is done
   */
  async #checkFinished(journal: ImportJournal): Promise<void> {
    if (journal.finished === 0) return;
    const { output } = this.#services;
    const progress = output.progress({ label: 'checking', unit: 'items', total: journal.finished });
    let gone = 0;
    let batch: { readonly id: string; readonly number: number }[] = [];
    const ask = async () => {
      if (batch.length === 0) return;
      const existing = await this.#importer.existing([...new Set(batch.map(({ id }) => id))]);
      for (const { id, number } of batch) {
        if (existing.has(id)) this.#finishedBefore++;
        else {
          journal.forget(number);
          gone++;
        }
      }
      batch = [];
      progress.update(this.#finishedBefore + gone);
    };
    let number = -1;
    try {
      for await (const prepared of prepareRows(this.#source, this.#importer)) {
        number++;
        if (!journal.isDone(number)) continue;
        if (journal.hasChanged && !journal.isDoneAs(number, checksum(prepared.row)))
          throw changedRow(this.#source.name, prepared.row);
        if (!('item' in prepared)) {
          journal.forget(number);
          continue;
        }
        batch.push({ id: this.#importer.idOf(prepared.item) ?? newId(journal.seed, number), number });
        if (batch.length === maxIdsPerQuery) await ask();
      }
      await ask();
    } finally {
      progress.stop();
    }
    if (this.#finishedBefore > 0)
      output.note(
        `continuing an earlier run, which finished ${counted(this.#finishedBefore, 'rows')} (--restart starts over)`,
      );
    if (gone > 0)
      output.note(
        `${counted(gone, 'rows')} of an earlier run no longer ${gone === 1 ? 'exists' : 'exist'}: sending ${gone === 1 ? 'it' : 'them'} again`,
      );
  }

  async #send(checked: CheckResult, journal: ImportJournal): Promise<void> {
    const { context, output } = this.#services;
    const progress = output.progress({ label: this.#source.name, unit: 'items', total: checked.rows });
    let done = checked.invalid + this.#finishedBefore;
    progress.update(done);
    try {
      const { concurrency, client } = this.#options;
      const adaptive = { concurrency, client, now: context.now };
      const { batches } = this.#importer;
      await forEachAdaptive(inBatches(this.#remainingRows(journal), batches), adaptive, async (batch) => {
        const alone = batches && batch.length > 1 ? await this.#sendTogether(batch, batches, journal) : batch;
        done += batch.length - alone.length;
        progress.update(done);
        for (const row of alone) {
          await this.#sendOne(row, journal);
          progress.update(++done);
        }
      });
    } catch (error) {
      throw this.#interrupted(error, checked);
    } finally {
      progress.stop();
    }
  }

  /** Yields the valid rows that no earlier run has finished. */
  async *#remainingRows(journal: ImportJournal): AsyncGenerator<NumberedRow<Item>, void, void> {
    let number = 0;
    for await (const prepared of prepareRows(this.#source, this.#importer)) {
      if ('item' in prepared && !journal.isDone(number))
        yield { ...prepared, number, mayBeThere: journal.mayBeSent(number) };
      number++;
    }
    // Rows that were written while others were sent have not been checked, and may have moved those that follow.
    await this.#source.verify();
  }

  /** @returns the rows that have to be sent one by one */
  async #sendTogether(
    rows: readonly NumberedRow<Item>[],
    batches: RowBatches<Item>,
    journal: ImportJournal,
  ): Promise<readonly NumberedRow<Item>[]> {
    journal.sending(rows.at(-1)!.number);
    let results: readonly BatchResult[];
    try {
      results = await batches.send(rows.map((row) => ({ item: row.item, attempt: attemptOf(row, journal) })));
    } catch (error) {
      this.#services.context.signal.throwIfAborted();
      // Throws what stops the import. For anything else, each row is sent by itself to find the reason.
      this.#failures.failed(error);
      return rows.map((row) => ({ ...row, mayBeThere: true }));
    }
    return rows.flatMap((row, index) => {
      const result = results[index] ?? 'uncertain';
      if (result === 'unsent') return [row];
      if (result === 'uncertain') return [{ ...row, mayBeThere: true }];
      this.#finish(row, result, journal);
      return [];
    });
  }

  #finish({ number, row }: NumberedRow<Item>, result: RowResult, journal: ImportJournal): void {
    this.#counts[result]++;
    this.#failures.succeeded();
    journal.done(number, checksum(row));
  }

  async #sendOne(numbered: NumberedRow<Item>, journal: ImportJournal): Promise<void> {
    const { number, row, item } = numbered;
    journal.sending(number);
    try {
      this.#finish(numbered, await this.#importer.send(item, attemptOf(numbered, journal)), journal);
    } catch (error) {
      this.#services.context.signal.throwIfAborted();
      const failure = this.#failures.failed(error);
      // An earlier attempt may have created what a later one is refused for.
      const mayBeThere = failure instanceof HttpError && failure.mayHaveWorked;
      if (failure.exitCode === ExitCode.rejected && !mayBeThere) journal.refused(number);
      this.#refuse(row, failure.message);
    }
  }

  #refuse(row: Row, reason: string): void {
    const { globals, output } = this.#services;
    this.#counts.failed++;
    if (this.#counts.failed <= maxReportedFailures)
      output.failed(`${this.#source.name}, line ${row.line}: ${reason}`);
    if (!globals.dryRun) this.#rejects.add(row, reason);
  }

  #report({ rows }: CheckResult, finishedBefore: number): CommandResult {
    const { failed } = this.#counts;
    const { dryRun } = this.#services.globals;
    const counts = dryRun ? { valid: rows - failed, failed } : { ...this.#counts, finishedBefore };
    const result = jsonResult({ rows, ...counts });
    if (failed === 0 && dryRun) this.#services.output.note('nothing was sent: every row can be');
    if (failed === 0) return result;
    const hint = dryRun
      ? 'fix them; nothing was sent'
      : `they are in ${this.#rejects.path} with the reason: fix them there, then import that file with the same flags`;
    return {
      ...result,
      failure: new CliError(ExitCode.partial, `${failed} of ${rows} rows failed`, { hint }),
    };
  }

  /** Adds to an error how many rows are done, and how to go on. */
  #interrupted(error: unknown, { rows }: CheckResult): unknown {
    const { created, updated, skipped } = this.#counts;
    const done = this.#finishedBefore + created + updated + skipped;
    const goOn = 'run the same command again to continue';
    if (this.#services.context.signal.aborted)
      this.#services.output.note(`${done} of ${rows} rows are finished; ${goOn}`);
    if (!(error instanceof CliError)) return error;
    return new CliError(error.exitCode, `${unfinished(error.message)}, after ${done} of ${rows} rows`, {
      hint: error.hint ? `${error.hint}; then ${goOn}` : goOn,
      status: error.status,
      type: error.type,
      cause: error,
    });
  }
}

function attemptOf({ number, mayBeThere }: NumberedRow<unknown>, journal: ImportJournal): Attempt {
  return {
    newId: newId(journal.seed, number),
    mayBeThere,
    mayBeStale: mayBeThere && journal.hasChanged,
  };
}

/** Groups rows by what one request takes; without batches each is a group. */
async function* inBatches<Item>(
  rows: AsyncIterable<NumberedRow<Item>>,
  batches: RowBatches<Item> | undefined,
): AsyncGenerator<readonly NumberedRow<Item>[], void, void> {
  const { maxRows, maxBytes } = batches ?? { maxRows: 1, maxBytes: 0 };
  let batch: NumberedRow<Item>[] = [];
  let batchBytes = 0;
  for await (const row of rows) {
    const rowBytes = batches?.bytesOf(row.item) ?? 0;
    if (batch.length > 0 && (batch.length === maxRows || batchBytes + rowBytes > maxBytes)) {
      yield batch;
      batch = [];
      batchBytes = 0;
    }
    batch.push(row);
    batchBytes += rowBytes;
  }
  if (batch.length > 0) yield batch;
}

/** Returns an ID like those of the server: 20 hexadecimal digits, of which the first 12 identify the import. */
function newId(seed: string, number: number): string {
  return seed.slice(0, 12) + number.toString(16).padStart(8, '0');
}

/** Returns a checksum of the values of a row. */
const checksum = ({ fields }: Row) => crc32(writeObject(fields));

function changedRow(name: string, { line }: Row): CliError {
  return usageError(
    `${name}, line ${line}: an earlier run sent a different row for this line; nothing was sent`,
    'restore the finished rows of the file; or use --restart to send every row, which creates rows without an ID a second time',
  );
}
