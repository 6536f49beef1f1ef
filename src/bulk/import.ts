import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';
import { CliError, ExitCode } from '../errors.ts';
import type { Client } from '../http/types.ts';
import { counted, unfinished } from '../lib/text/words.ts';
import { stateFolder } from '../profile/paths.ts';
import { type Checked, checkRows, plannedRows } from './check.ts';
import { forEachAdaptive } from './concurrency.ts';
import { FailurePolicy } from './failure-policy.ts';
import { type ImportJournal, openJournal } from './journal.ts';
import { Rejects } from './rejects.ts';
import type { RowImporter, RowResult } from './row-importer.ts';
import type { Row } from './rows/row.ts';
import type { RowSource } from './source.ts';

export interface ImportOptions {
  /** What makes this import this one beside the content of the file: where it goes. */
  readonly identity: readonly unknown[];
  /** At most so many requests at once. */
  readonly concurrency: number;
  /** Forget what an earlier run has done. */
  readonly restart: boolean;
}

/** What an import has to know of the client that its target sends with. */
type Sender = Pick<Client, 'timesLimited' | 'connection'>;

/** How many problems are told on stderr; all of them are in the file of rejects. */
const maxReportedFailures = 5;

/**
 * Imports the rows of a source: looks at all of them first, then sends those that can be, each exactly once, however
 * often it is killed and run again.
 * @param client that the target sends with
 * @throws CliError exit 2 where the file is broken; what stops the work, with how to go on
 */
export async function importRows<Item>(
  source: RowSource,
  target: RowImporter<Item>,
  options: ImportOptions,
  client: Sender,
  services: Services,
): Promise<CommandResult> {
  return new Import(source, target, options, client, services).run();
}

/** A row with what to send for it, and its number in the file, from 0. */
interface Numbered<Item> {
  readonly number: number;
  readonly row: Row;
  readonly item: Item;
}

class Import<Item> {
  readonly #source: RowSource;
  readonly #target: RowImporter<Item>;
  readonly #options: ImportOptions;
  readonly #client: Sender;
  readonly #services: Services;
  readonly #rejects: Rejects;
  readonly #trouble: FailurePolicy;
  readonly #count: Record<RowResult | 'failed', number> = { created: 0, updated: 0, skipped: 0, failed: 0 };

  constructor(
    source: RowSource,
    target: RowImporter<Item>,
    options: ImportOptions,
    client: Sender,
    services: Services,
  ) {
    this.#source = source;
    this.#target = target;
    this.#options = options;
    this.#client = client;
    this.#services = services;
    this.#rejects = new Rejects(source.rejectsPath);
    this.#trouble = new FailurePolicy(client.connection);
  }

  async run(): Promise<CommandResult> {
    const { context, globals, output } = this.#services;
    try {
      const refuse = (row: Row, reason: string) => this.#refuse(row, reason);
      const checked = await checkRows(this.#source, this.#target, refuse, output);
      if (globals.dryRun) return this.#outcome(checked, 0);
      if (checked.unfit > 0)
        output.note(`${checked.unfit} of ${checked.rows} rows can't be sent; sending the rest`);
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
        complete = this.#count.failed === 0;
      } catch (error) {
        throw this.#stopped(error, checked, journal);
      } finally {
        journal.close(complete);
      }
      if (complete && journal.finished > 0) rmSync(this.#rejects.path, { force: true });
      return this.#outcome(checked, journal.finished);
    } finally {
      this.#rejects.close();
    }
  }

  async #send({ rows, unfit }: Checked, journal: ImportJournal): Promise<void> {
    const { context, output } = this.#services;
    if (journal.finished > 0) {
      output.note(
        `going on: an earlier run has done ${counted(journal.finished, 'rows')} (--restart starts over)`,
      );
    }
    const progress = output.progress({ label: this.#source.name, unit: 'items', total: rows });
    let done = unfit + journal.finished;
    progress.update(done);
    try {
      const pace = { concurrency: this.#options.concurrency, client: this.#client, now: context.now };
      await forEachAdaptive(this.#left(journal), pace, async (row) => {
        await this.#sendOne(row, journal);
        progress.update(++done);
      });
    } finally {
      progress.stop();
    }
  }

  /** The rows that no run has done. */
  async *#left(journal: ImportJournal): AsyncGenerator<Numbered<Item>, void, void> {
    let number = 0;
    for await (const planned of plannedRows(this.#source, this.#target)) {
      if ('item' in planned && !journal.isDone(number)) yield { ...planned, number };
      number++;
    }
  }

  async #sendOne({ number, row, item }: Numbered<Item>, journal: ImportJournal): Promise<void> {
    const attempt = { newId: newId(journal.seed, number), mayBeThere: journal.mayBeSent(number) };
    journal.sending(number);
    try {
      this.#count[await this.#target.send(item, attempt)]++;
      this.#trouble.succeeded();
      journal.done(number);
    } catch (error) {
      this.#services.context.signal.throwIfAborted();
      const failure = this.#trouble.failed(error);
      if (failure.exitCode === ExitCode.rejected) journal.refused(number);
      this.#refuse(row, failure.message);
    }
  }

  #refuse(row: Row, reason: string): void {
    const { globals, output } = this.#services;
    this.#count.failed++;
    if (this.#count.failed <= maxReportedFailures)
      output.warn(`${this.#source.name}, line ${row.line}: ${reason}`);
    if (!globals.dryRun) this.#rejects.add(row, reason);
  }

  #outcome({ rows }: Checked, finishedBefore: number): CommandResult {
    const { failed } = this.#count;
    const { dryRun } = this.#services.globals;
    const counts = dryRun ? { valid: rows - failed, failed } : { ...this.#count, finishedBefore };
    const result = { kind: 'json', text: JSON.stringify({ rows, ...counts }), view: {} } as const;
    if (failed === 0 && dryRun) this.#services.output.note('nothing was sent: every row can be');
    if (failed === 0) return { result };
    const hint = dryRun
      ? 'fix them; nothing was sent'
      : `they are in ${this.#rejects.path} with the reason: fix them there and import that file`;
    return { result, failure: new CliError(ExitCode.partial, `${failed} of ${rows} rows failed`, { hint }) };
  }

  /** What has stopped the work, with how far it came and how to go on. */
  #stopped(error: unknown, { rows }: Checked, journal: ImportJournal): unknown {
    const { created, updated, skipped } = this.#count;
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

/** An ID like those that the server makes: 20 hexadecimal digits, the first of them this import's own. */
function newId(seed: string, number: number): string {
  return seed.slice(0, 12) + number.toString(16).padStart(8, '0');
}
