/** Restores the items of a part, whatever their kind. */
import { forEachAdaptive } from '../../bulk/concurrency.ts';
import { FailurePolicy } from '../../bulk/failure-policy.ts';
import { maxIdsPerQuery } from '../../bulk/find-ids.ts';
import { type CliError, ExitCode } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import { visible } from '../../lib/text/visible.ts';
import type { BegunItems } from './begun.ts';
import { addProblem, type PartReport } from './report.ts';
import type { PartRestorer, StoredItem } from './restorer.ts';
import type { Sample } from './sample.ts';
import type { RestoreTarget } from './target.ts';

/** Half of what nginx lets through unless it is told otherwise. */
const maxGroupBytes = 512 * 1024;
/** Maximum number of problems of a part that are reported on stderr; the result has more. */
const maxReported = 5;

interface PartRunOptions {
  readonly begun: BegunItems;
  readonly report: PartReport;
  /** True if the target has no items of the part: they need not be looked up. */
  readonly isEmpty: boolean;
  /** Maximum number of items, or of groups that are created together, at a time. */
  readonly concurrency: number;
  /** Called with the number of items that are done. */
  readonly onProgress: (done: number) => void;
  /** Gets the items that are as in the backup now. */
  readonly sample: Sample;
}

/** Items to create together, or one with what the target has of it. */
type Unit<Item> =
  | { readonly together: readonly Item[] }
  | { readonly item: Item; readonly stored: StoredItem | undefined };

/**
 * Restores items. What is there and equal is left as it is; what is there and differs is a conflict, unless this restore
 * has begun it.
 * @param lines items as JSON texts
 * @throws CliError what stops the restore; a refusal of a single item is reported instead
 */
export async function restorePart<Item>(
  lines: AsyncIterable<string>,
  restorer: PartRestorer<Item>,
  target: RestoreTarget,
  options: PartRunOptions,
): Promise<void> {
  return new PartRun(restorer, target, options).run(lines);
}

class PartRun<Item> {
  readonly #restorer: PartRestorer<Item>;
  readonly #target: RestoreTarget;
  readonly #options: PartRunOptions;
  readonly #failures: FailurePolicy;
  #done = 0;

  constructor(restorer: PartRestorer<Item>, target: RestoreTarget, options: PartRunOptions) {
    this.#restorer = restorer;
    this.#target = target;
    this.#options = options;
    this.#failures = new FailurePolicy(target.client.connection);
  }

  async run(lines: AsyncIterable<string>): Promise<void> {
    const { client, services } = this.#target;
    const { concurrency } = this.#options;
    const settings = { concurrency, client, now: services.context.now };
    await forEachAdaptive(this.#units(lines), settings, async (unit) => {
      services.context.signal.throwIfAborted();
      if ('item' in unit) return this.#one(unit.item, unit.stored);
      for (const item of await this.#together(unit.together)) await this.#one(item, undefined);
    });
  }

  async *#units(lines: AsyncIterable<string>): AsyncGenerator<Unit<Item>, void, void> {
    const { report, sample } = this.#options;
    let group: Item[] = [];
    let groupBytes = 0;
    for await (const line of lines) {
      const read = this.#restorer.read(line);
      if (read === 'not concerned') continue;
      report.total++;
      if ('leftOut' in read) {
        report.leftOut.set(read.leftOut, (report.leftOut.get(read.leftOut) ?? 0) + 1);
        this.#advance();
        continue;
      }
      sample.offer(this.#restorer.idOf(read.item), line);
      const bytes = this.#restorer.bytesOf?.(read.item) ?? 0;
      if (group.length === maxIdsPerQuery || (group.length > 0 && groupBytes + bytes > maxGroupBytes)) {
        yield* this.#unitsOf(group);
        group = [];
        groupBytes = 0;
      }
      group.push(read.item);
      groupBytes += bytes;
    }
    if (group.length > 0) yield* this.#unitsOf(group);
  }

  async *#unitsOf(group: readonly Item[]): AsyncGenerator<Unit<Item>, void, void> {
    const { isEmpty, begun } = this.#options;
    const { creation, onlyChanges = false, createTogether } = this.#restorer;
    const idOf = (item: Item) => this.#restorer.idOf(item);
    const items = (await this.#restorer.prepare?.(group)) ?? group;
    const stored = isEmpty ? new Map<string, StoredItem>() : await this.#restorer.find(items);
    const missing = items.filter((item) => !stored.has(idOf(item)));
    if (!onlyChanges) {
      if (creation !== 'one request') begun.begin(missing.map(idOf));
      if (createTogether !== undefined && missing.length > 1) yield { together: missing };
      else yield* missing.map((item) => ({ item, stored: undefined }));
    } else for (const item of missing) this.#leave(item);
    for (const item of items) {
      const found = stored.get(idOf(item));
      if (found) yield { item, stored: found };
    }
  }

  /** @returns the items that have to be created by themselves */
  async #together(items: readonly Item[]): Promise<readonly Item[]> {
    try {
      const outcomes = await this.#restorer.createTogether!(items);
      return items.filter((item, index) => {
        if (outcomes[index] !== 'created') return true;
        this.#created(item);
        return false;
      });
    } catch (error) {
      this.#target.services.context.signal.throwIfAborted();
      this.#failures.failed(error);
      return items;
    }
  }

  async #one(item: Item, stored: StoredItem | undefined): Promise<void> {
    const { begun, report } = this.#options;
    const { services } = this.#target;
    try {
      if (stored) await this.#settle(item, stored, begun.wasBegun(this.#restorer.idOf(item)));
      else await this.#create(item);
    } catch (error) {
      services.context.signal.throwIfAborted();
      const failure = this.#failures.failed(error);
      report.failed++;
      this.#problem(item, failure);
      this.#leave(item);
    }
  }

  async #create(item: Item): Promise<void> {
    try {
      await this.#restorer.create(item);
      this.#created(item);
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 409) throw error;
      const stored = (await this.#restorer.find([item])).get(this.#restorer.idOf(item));
      // Another item has a value that only one may have, such as an e-mail address.
      if (!stored) return this.#conflict(item, error.message);
      const isOurs = error.mayHaveWorked || this.#options.begun.wasBegun(this.#restorer.idOf(item));
      return this.#settle(item, stored, isOurs);
    }
  }

  #created(item: Item): void {
    this.#options.report.created++;
    this.#finish(item);
  }

  /** Decides about an item that is there. @param wasBegun true if it is an unfinished one of this restore */
  async #settle(item: Item, stored: StoredItem, wasBegun: boolean): Promise<void> {
    const { report } = this.#options;
    const isOurs = wasBegun || this.#restorer.onlyChanges === true;
    const differences = this.#restorer.differences(item, stored);
    if (differences.length === 0) {
      if (isOurs) report.created++;
      else report.unchanged++;
      return this.#finish(item);
    }
    if (!isOurs && this.#target.onConflict !== 'update')
      return this.#conflict(item, `it is there with another ${differences.join(', ')}`);
    await this.#restorer.change(item, stored, isOurs);
    if (isOurs) report.created++;
    else report.updated++;
    this.#finish(item);
  }

  #conflict(item: Item, reason: string): void {
    const { report, begun } = this.#options;
    begun.end(this.#restorer.idOf(item));
    this.#failures.succeeded();
    if (this.#target.onConflict === 'skip') report.skipped++;
    else {
      report.conflicts++;
      this.#problem(item, { message: reason });
    }
    this.#leave(item);
  }

  #finish(item: Item): void {
    const { begun, sample } = this.#options;
    const id = this.#restorer.idOf(item);
    this.#failures.succeeded();
    if (this.#restorer.creation !== 'goes on later') begun.end(id);
    sample.add(id);
    this.#advance();
  }

  /** Goes on after an item that is not as in the backup. */
  #leave(item: Item): void {
    this.#options.sample.drop(this.#restorer.idOf(item));
    this.#advance();
  }

  #problem(item: Item, { message }: Pick<CliError, 'message'>): void {
    const { report } = this.#options;
    const id = this.#restorer.idOf(item);
    if (report.problems.length < maxReported)
      this.#target.services.output.failed(`${report.name}, ${visible(id)}: ${message}`);
    addProblem(report, { id, reason: message });
  }

  #advance(): void {
    this.#options.onProgress(++this.#done);
  }
}

/** The error for a change that no request makes. @param why completes `the target has …` */
export const unchangeable = (why: string): HttpError =>
  new HttpError(ExitCode.rejected, why, { outcome: 'refused', transient: false });
