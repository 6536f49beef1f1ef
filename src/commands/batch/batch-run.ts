import { forEachConcurrent } from '../../bulk/concurrency.ts';
import type { CheckedLine, Lines, Services } from '../../core/services.ts';
import { SharedConnections } from '../../core/shared-connections.ts';
import { type CommandResult, doneResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { visibleInQuotes } from '../../lib/text/visible.ts';
import { counted } from '../../lib/text/words.ts';
import { type ErrorReport, reportOf } from '../../output/report.ts';
import { writeText } from '../../output/write-stream.ts';
import { type Batch, type BatchCall, placeOf } from './calls.ts';
import type { unsureChoices } from './flags.ts';
import type { BatchJournal } from './journal.ts';
import { LineOutput } from './line-output.ts';
import { OrderedLines } from './ordered-lines.ts';

/** Failures in a row that are not the fault of the lines, after which a batch stops. */
const maxOutages = 10;
const outages: ReadonlySet<ExitCode> = new Set([ExitCode.network, ExitCode.auth, ExitCode.rateLimited]);
/** Results that may wait for that of an earlier line. */
const maxWaitingResults = 1000;

export interface RunSettings {
  readonly concurrency: number;
  readonly keepsGoing: boolean;
  readonly unsure: (typeof unsureChoices)[number];
}

/** The lines of a batch after their check. */
export interface CheckedBatch {
  /** Number of lines. */
  readonly total: number;
  /** The parsed lines by index, as far as they are kept. A run takes each out. */
  readonly kept: Map<number, CheckedLine>;
}

/** A run through the lines of a batch. */
export class BatchRun {
  readonly #batch: Batch;
  readonly #total: number;
  readonly #kept: Map<number, CheckedLine>;
  readonly #journal: BatchJournal;
  readonly #services: Services;
  readonly #lines: Lines;
  readonly #shared = new SharedConnections();
  readonly #results: OrderedLines;
  #done = 0;
  #failed = 0;
  #outages = 0;

  constructor(batch: Batch, { total, kept }: CheckedBatch, journal: BatchJournal, services: Services) {
    this.#batch = batch;
    this.#total = total;
    this.#kept = kept;
    this.#journal = journal;
    this.#services = services;
    this.#lines = services.lines!;
    // Results of what has been done are written after Ctrl-C too.
    const { signal } = new AbortController();
    this.#results = new OrderedLines((text) => writeText(services.context.stdout, text, signal));
  }

  /** True if every line is done. */
  get isComplete(): boolean {
    return this.#done === this.#total;
  }

  async run({ concurrency, keepsGoing, unsure }: RunSettings): Promise<void> {
    const { context, output } = this.#services;
    if (this.#journal.done > 0)
      output.note(
        `Going on: an earlier run has done ${this.#journal.done} of ${counted(this.#total, 'lines')}.`,
      );
    const progress = output.progress({ label: 'running', unit: 'items', total: this.#total });
    const calls = this.#until(() => context.signal.aborted || this.#isStopped(keepsGoing));
    try {
      await forEachConcurrent(calls, { current: concurrency }, async (call) => {
        await this.#runCall(call, unsure);
        progress.update(this.#done + this.#failed);
      });
    } finally {
      progress.stop();
      await this.#results.end();
    }
    if (context.signal.aborted) throw this.#interrupted();
  }

  async *#until(isStopped: () => boolean): AsyncGenerator<BatchCall> {
    for await (const call of this.#batch.calls()) {
      while (this.#results.waiting >= maxWaitingResults && !isStopped())
        await this.#services.context.sleep(1);
      if (isStopped()) return;
      yield call;
    }
  }

  #isStopped(keepsGoing: boolean): boolean {
    return keepsGoing ? this.#outages >= maxOutages : this.#failed > 0;
  }

  async #runCall(call: BatchCall, unsure: RunSettings['unsure']): Promise<void> {
    const { index } = call;
    const state = this.#journal.earlier(index);
    if (state === 'done' || (state === 'unsure' && unsure === 'skip')) {
      if (state === 'unsure') this.#journal.end(index, true);
      this.#done++;
      return this.#report(call, 0, '"earlier":true');
    }
    let checked: CheckedLine;
    try {
      checked = await this.#checked(call);
    } catch (error) {
      // The file of --var has changed since its lines were checked.
      return this.#fail(call, reportOf(error));
    }
    if (state === 'unsure' && unsure === 'report' && !(await this.#lines.isRepeatable(checked)))
      return this.#fail(call, unsureReport);
    await this.#send(call, checked);
  }

  /** Returns the line as it was checked; beyond the kept ones it is checked again. */
  async #checked({ index, words }: BatchCall): Promise<CheckedLine> {
    const kept = this.#kept.get(index);
    this.#kept.delete(index);
    return kept ?? this.#lines.check(words);
  }

  async #send(call: BatchCall, checked: CheckedLine): Promise<void> {
    const { context, output } = this.#services;
    const line = new LineOutput(context, output.trace);
    this.#journal.begin(call.index);
    const exitCode = await this.#lines.run(checked, line.context, {
      openOutput: (options) => line.open(options),
      shared: this.#shared,
    });
    for (const warning of line.warnings) output.warn(`${placeOf(call)}: ${warning}`);
    // Without a record of its end, the next run takes it that the line may have been carried out.
    if (exitCode === ExitCode.interrupted) return;
    if (!line.mayHaveWorked) this.#journal.end(call.index, exitCode === ExitCode.done);
    if (exitCode !== ExitCode.done) return this.#fail(call, line.error ?? unknownError(exitCode as ExitCode));
    this.#outages = 0;
    this.#done++;
    await this.#report(call, exitCode, `"result":${line.resultJson()}`);
  }

  async #fail(call: BatchCall, error: ErrorReport): Promise<void> {
    this.#failed++;
    this.#outages = outages.has(error.exitCode) ? this.#outages + 1 : 0;
    this.#services.output.failed(`${placeOf(call)}: ${error.message}`, error.hint ?? undefined);
    const { exitCode, excerpt: _, ...shown } = error;
    await this.#report(call, exitCode, `"error":${visibleInQuotes(JSON.stringify(shown))}`);
  }

  #report({ index, line, row }: BatchCall, exitCode: number, outcome: string): Promise<void> {
    const place = row === undefined ? `"line":${line}` : `"line":${line},"row":${row}`;
    return this.#results.put(index, `{${place},"exitCode":${exitCode},${outcome}}\n`);
  }

  /** Returns the outcome of the whole batch. */
  result(): CommandResult {
    const notRun = this.#total - this.#done - this.#failed;
    if (this.#failed === 0 && notRun === 0) {
      const isDry = this.#services.globals.dryRun;
      return doneResult(
        isDry ? `${counted(this.#total, 'lines')} checked.` : `${counted(this.#total, 'lines')} done.`,
      );
    }
    const rest = notRun === 0 ? '' : `; ${notRun} not run`;
    const hint =
      notRun > 0 && this.#outages < maxOutages
        ? 'run it again to go on with this line, or add --keep-going'
        : 'run it again: lines that are done are not repeated';
    return {
      failure: new CliError(
        ExitCode.partial,
        `${this.#failed} of ${counted(this.#total, 'lines')} failed${rest}`,
        { hint },
      ),
    };
  }

  #interrupted(): CliError {
    return new CliError(
      ExitCode.interrupted,
      `stopped: ${this.#done} of ${counted(this.#total, 'lines')} are done`,
      { hint: 'run the same batch again to go on' },
    );
  }

  close(): Promise<void> {
    return this.#shared.close();
  }
}

const unsureReport: ErrorReport = {
  message: 'an earlier run was cut off in this line: it may have been carried out',
  status: null,
  type: null,
  exitCode: ExitCode.failure,
  hint: 'look whether it was, then choose --unsure run or --unsure skip',
};

const unknownError = (exitCode: ExitCode): ErrorReport => ({
  message: `it ended with exit code ${exitCode}`,
  status: null,
  type: null,
  exitCode,
  hint: null,
});
