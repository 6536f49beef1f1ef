import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Services } from '../core/services.ts';
import { type CommandResult, jsonResult } from '../core/spec.ts';
import { CliError, ExitCode } from '../errors.ts';
import type { Client } from '../http/types.ts';
import { counted, unfinished } from '../lib/text/words.ts';
import { stateFolder } from '../profile/paths.ts';
import { type CheckResult, checkRows, prepareRows } from './check.ts';
import { forEachAdaptive } from './concurrency.ts';
import { FailurePolicy } from './failure-policy.ts';
import { type ImportJournal, openJournal } from './journal.ts';
import { Rejects } from './rejects.ts';
import type { RowImporter, RowResult } from './row-importer.ts';
import type { Row } from './rows/row.ts';
import type { RowSource } from './source.ts';

export interface ImportOptions {
  /** Identifies the import together with the content of the file: where the rows go, and how. */
  readonly identity: readonly unknown[];
  /** Maximum number of concurrent requests. */
  readonly concurrency: number;
  /** Ignore what an earlier run has done. */
  readonly restart: boolean;
}

type SendingClient = Pick<Client, 'timesLimited' | 'connection'>;

/** Maximum number of problems reported on stderr; the file of rejects has all. */
const maxReportedFailures = 5;

/**
 * Imports the rows of a source: checks all of them first, then sends the valid ones. Sends each exactly once, even if
 * the process is killed and the command run again.
 * @param client the client that the importer sends with
 * @throws CliError exit 2 if the file can't be parsed; the error that stops the import, with a hint how to go on
 */
export async function importRows<Item>(
  source: RowSource,
  importer: RowImporter<Item>,
  options: ImportOptions,
  client: SendingClient,
  services: Services,
): Promise<CommandResult> {
  return new Import(source, importer, options, client, services).run();
}

interface NumberedRow<Item> {
  /** Position in the file, from 0. */
  readonly number: number;
  readonly row: Row;
  readonly item: Item;
}

class Import<Item> {
  readonly #source: RowSource;
  readonly #importer: RowImporter<Item>;
  readonly #options: ImportOptions;
  readonly #client: SendingClient;
  readonly #services: Services;
  readonly #rejects: Rejects;
  readonly #failures: FailurePolicy;
  readonly #counts: Record<RowResult | 'failed', number> = { created: 0, updated: 0, skipped: 0, failed: 0 };

  constructor(
    source: RowSource,
    importer: RowImporter<Item>,
    options: ImportOptions,
    client: SendingClient,
    services: Services,
  ) {
    this.#source = source;
    this.#importer = importer;
    this.#options = options;
    this.#client = client;
    this.#services = services;
    this.#rejects = new Rejects(source.rejectsPath);
    this.#failures = new FailurePolicy(client.connection);
  }

  async run(): Promise<CommandResult> {
    const { context, globals, output } = this.#services;
    try {
      const refuse = (row: Row, reason: string) => this.#refuse(row, reason);
      const checked = await checkRows(this.#source, this.#importer, refuse, output);
      if (checked.leftOut.size > 0)
        output.note(`left out: ${[...checked.leftOut].join(', ')} (names with $ belong to the server)`);
      if (globals.dryRun) return this.#report(checked, 0);
      if (checked.invalid > 0)
        output.note(`${checked.invalid} of ${checked.rows} rows can't be sent; sending the rest`);
      await this.#source.verify();
      const folder = stateFolder(context);
      const { identity, restart } = this.#options;
      const journal = await openJournal(folder && join(folder, 'imports'), [...identity, checked.digest], {
        restart,
        clock: context,
        warn: output.warn,
      });
      let complete = false;
      try {
        await this.#send(checked, journal);
        complete = this.#counts.failed === 0;
      } catch (error) {
        throw this.#interrupted(error, checked, journal);
      } finally {
        journal.close(complete);
      }
      if (complete && journal.finished > 0) rmSync(this.#rejects.path, { force: true });
      return this.#report(checked, journal.finished);
    } finally {
      this.#rejects.close();
    }
  }

  async #send({ rows, invalid }: CheckResult, journal: ImportJournal): Promise<void> {
    const { context, output } = this.#services;
    if (journal.finished > 0) {
      output.note(
        `going on: an earlier run has done ${counted(journal.finished, 'rows')} (--restart starts over)`,
      );
    }
    const progress = output.progress({ label: this.#source.name, unit: 'items', total: rows });
    let done = invalid + journal.finished;
    progress.update(done);
    try {
      const adaptive = { concurrency: this.#options.concurrency, client: this.#client, now: context.now };
      await forEachAdaptive(this.#remainingRows(journal), adaptive, async (row) => {
        await this.#sendOne(row, journal);
        progress.update(++done);
      });
    } finally {
      progress.stop();
    }
  }

  /** Yields the valid rows that no earlier run has finished. */
  async *#remainingRows(journal: ImportJournal): AsyncGenerator<NumberedRow<Item>, void, void> {
    let number = 0;
    for await (const prepared of prepareRows(this.#source, this.#importer)) {
      if ('item' in prepared && !journal.isDone(number)) yield { ...prepared, number };
      number++;
    }
  }

  async #sendOne({ number, row, item }: NumberedRow<Item>, journal: ImportJournal): Promise<void> {
    const attempt = { newId: newId(journal.seed, number), mayBeThere: journal.mayBeSent(number) };
    journal.sending(number);
    try {
      this.#counts[await this.#importer.send(item, attempt)]++;
      this.#failures.succeeded();
      journal.done(number);
    } catch (error) {
      this.#services.context.signal.throwIfAborted();
      const failure = this.#failures.failed(error);
      if (failure.exitCode === ExitCode.rejected) journal.refused(number);
      this.#refuse(row, failure.message);
    }
  }

  #refuse(row: Row, reason: string): void {
    const { globals, output } = this.#services;
    this.#counts.failed++;
    if (this.#counts.failed <= maxReportedFailures)
      output.warn(`${this.#source.name}, line ${row.line}: ${reason}`);
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
      : `they are in ${this.#rejects.path} with the reason: fix them there and import that file with the same flags`;
    return {
      ...result,
      failure: new CliError(ExitCode.partial, `${failed} of ${rows} rows failed`, { hint }),
    };
  }

  /** Adds to an error how many rows are done, and how to go on. */
  #interrupted(error: unknown, { rows }: CheckResult, journal: ImportJournal): unknown {
    const { created, updated, skipped } = this.#counts;
    const done = journal.finished + created + updated + skipped;
    const goOn = 'run the same command again and it goes on from there';
    if (this.#services.context.signal.aborted)
      this.#services.output.note(`${done} of ${rows} rows are done; ${goOn}`);
    if (!(error instanceof CliError)) return error;
    return new CliError(error.exitCode, `${unfinished(error.message)}, after ${done} of ${rows} rows`, {
      hint: error.hint ? `${error.hint}; then ${goOn}` : goOn,
      status: error.status,
      type: error.type,
      cause: error,
    });
  }
}

/** Returns an ID like those of the server: 20 hexadecimal digits, of which the first 12 identify the import. */
function newId(seed: string, number: number): string {
  return seed.slice(0, 12) + number.toString(16).padStart(8, '0');
}
