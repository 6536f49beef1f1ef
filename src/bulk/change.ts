import { resolve } from 'node:path';
import type { Services } from '../core/services.ts';
import { type CommandResult, jsonResult } from '../core/spec.ts';
import { CliError, ExitCode } from '../errors.ts';
import { HttpError } from '../http/failure.ts';
import type { ApiRequest, Client } from '../http/types.ts';
import { items, members, plainText } from '../lib/json/slices.ts';
import { counted, sampleOf } from '../lib/text/words.ts';
import { forEachAdaptive } from './concurrency.ts';
import { FailurePolicy, isItemRefusal, stoppedBy } from './failure-policy.ts';
import { inGroups } from './find-ids.ts';
import { Rejects } from './rejects.ts';

/** The same change of many items. */
export interface Change {
  readonly verb: 'delete' | 'update';
  /** Plural: `users`. */
  readonly noun: string;
  /** The place of the items, for the question: `of the collection products`; undefined for the project. */
  readonly scope?: string | undefined;
  /** Beginning of the question; by default the verb. */
  readonly action?: string;
  /** Error type of an item that does not exist. */
  readonly notFoundType: string;
  /**
   * Meaning of an item that does not exist. done: it has been listed, and deleted meanwhile, which is fine · skipped:
   * it has been listed, and there is nothing left to change · failed: the user named it.
   */
  readonly missing: 'done' | 'skipped' | 'failed';
  readonly concurrency: number;
  /** Name of the file for those that fail, in the working directory. */
  readonly rejectsName?: string;
  request(id: string): ApiRequest;
  /** Requests that change many items at once; undefined if the server takes none from this caller. */
  readonly batches?: ChangeBatches | undefined;
}

/** Requests that change several items, all of them or none. */
export interface ChangeBatches {
  /** Maximum number of items of a request. */
  readonly size: number;
  /** The request must name the items: one that a server reads in another way is taken for the whole list. */
  request(ids: readonly string[]): ApiRequest;
  /** Member of the response that holds the changed items. */
  readonly member: string;
  /** Asks the server which of the items a request with an unknown outcome has not changed. */
  pending(ids: readonly string[]): Promise<readonly string[]>;
}

/** Maximum number of failures reported on stderr. */
const maxReportedFailures = 10;

/** Type of the refusal of any bulk request, such as those about a collection with relationships. */
export const bulkRefused = 'general_bad_request';

/** True if the server may have refused all items for the sake of one, so that each is worth a request of its own. */
function mayConcernOne(refusal: HttpError, verb: Change['verb']): boolean {
  if (isItemRefusal(refusal)) return true;
  if (refusal.exitCode !== ExitCode.rejected) return false;
  // An update has the same values for every item; values that are invalid for one are so for all.
  return verb === 'delete' || refusal.status === 409 || refusal.type === bulkRefused;
}

/**
 * Asks for confirmation, then changes items: many by one request if the server offers that, otherwise each by its own.
 * @returns the numbers of changed and failed items; a failure with exit 8 if some failed
 * @throws CliError exit 2 if the user declines; exit 1 if the server has changed more than was asked for; the error
 *   that stops the work, with the number of changed items
 */
export async function changeItems(
  ids: readonly string[],
  change: Change,
  client: Client,
  services: Services,
): Promise<CommandResult> {
  if (ids.length > 0) {
    const { verb, noun, scope, action = verb === 'delete' ? 'Delete' : 'Update' } = change;
    // Some IDs show a wrong condition before it does harm.
    const question = `${action} ${counted(ids.length, noun)}${scope ? ` ${scope}` : ''} (${sampleOf(ids)})`;
    await services.confirm(
      question,
      async () => client.connection,
      verb === 'delete' ? 'deleting' : 'updating',
    );
  }
  return new ChangeRun(ids, change, client, services).run();
}

class ChangeRun {
  readonly #ids: readonly string[];
  readonly #change: Change;
  readonly #client: Client;
  readonly #services: Services;
  readonly #failures: FailurePolicy;
  #changed = 0;
  /** Reasons by ID. */
  readonly #failed = new Map<string, string>();
  /** Number of items that are gone, or no longer match. */
  #skipped = 0;

  constructor(ids: readonly string[], change: Change, client: Client, services: Services) {
    this.#ids = ids;
    this.#change = change;
    this.#client = client;
    this.#services = services;
    this.#failures = new FailurePolicy(client.connection);
  }

  async run(): Promise<CommandResult> {
    const { context, output } = this.#services;
    const { verb, noun, concurrency, batches } = this.#change;
    const progress = output.progress({
      label: `${verb === 'delete' ? 'deleting' : 'updating'} ${noun}`,
      unit: 'items',
      total: this.#ids.length,
    });
    const update = () => progress.update(this.#changed + this.#failed.size + this.#skipped);
    const adaptive = { concurrency, client: this.#client, now: context.now };
    try {
      let alone = this.#ids;
      if (batches) {
        const refused = new Set<string>();
        let takesBatches = true;
        await forEachAdaptive(inGroups(this.#ids, batches.size), adaptive, async (batch) => {
          const left = takesBatches ? await this.#changeBatch(batch, batches) : { ids: batch };
          takesBatches &&= !('bulkRefused' in left);
          for (const id of left.ids) refused.add(id);
          update();
        });
        alone = this.#ids.filter((id) => refused.has(id));
      }
      await forEachAdaptive(alone, adaptive, async (id) => {
        await this.#changeOne(id);
        update();
      });
    } catch (error) {
      throw this.#interrupted(error);
    } finally {
      progress.stop();
    }
    return this.#report();
  }

  /** @returns the items that have to be changed one by one */
  async #changeBatch(
    ids: readonly string[],
    batches: ChangeBatches,
  ): Promise<{ readonly ids: readonly string[]; readonly bulkRefused?: true }> {
    try {
      const { text } = await this.#client.text(batches.request(ids));
      await this.#count(ids, text, batches);
      this.#failures.succeeded();
      return { ids: [] };
    } catch (error) {
      this.#services.context.signal.throwIfAborted();
      if (!(error instanceof HttpError)) throw error;
      if (error.outcome === 'unknown') {
        const left = await batches.pending(ids);
        this.#changed += ids.length - left.length;
        return { ids: left };
      }
      if (!mayConcernOne(error, this.#change.verb)) throw error;
      return { ids, ...(error.type === bulkRefused && { bulkRefused: true }) };
    }
  }

  /**
   * Compares what the server has changed with what it was asked to change.
   * @throws CliError exit 1 if it has changed anything else
   */
  async #count(ids: readonly string[], text: string, { member, pending }: ChangeBatches): Promise<void> {
    const body = members(text);
    const total = Number(body.get('total'));
    const touched = new Set(
      [...items(body.get(member) ?? '[]')].map((item) => plainText(members(item).get('$id')!)),
    );
    const isOther = [...touched].some((id) => !ids.includes(id));
    if (total > ids.length || isOther) {
      this.#changed += ids.length;
      throw this.#tooMany(Math.max(total, touched.size), ids.length);
    }
    const missing = total === ids.length ? [] : ids.filter((id) => !touched.has(id));
    const isSkipped = this.#change.missing === 'skipped' || missing.length === 0;
    const left = isSkipped ? missing.length : (await pending(missing)).length;
    this.#skipped += left;
    this.#changed += ids.length - left;
  }

  #tooMany(total: number, wanted: number): CliError {
    const { verb, noun } = this.#change;
    return new CliError(
      ExitCode.failure,
      `the server ${verb}d ${counted(total, noun)}, not only the ${wanted} of the request`,
      { hint: 'the server misread the request, or a proxy changed it: compare with a backup' },
    );
  }

  async #changeOne(id: string): Promise<void> {
    const { request, notFoundType, missing } = this.#change;
    try {
      await this.#client.text(request(id));
      this.#changed++;
      this.#failures.succeeded();
    } catch (error) {
      this.#services.context.signal.throwIfAborted();
      const isMissing = error instanceof HttpError && error.type === notFoundType;
      if (isMissing && missing === 'done') this.#changed++;
      else if (isMissing && missing === 'skipped') this.#skipped++;
      else {
        const { message } = isMissing ? error : this.#failures.failed(error);
        this.#failed.set(id, message);
        if (this.#failed.size <= maxReportedFailures) this.#services.output.failed(`${id}: ${message}`);
      }
    }
  }

  #report(): CommandResult {
    const { verb, noun } = this.#change;
    const failed = this.#failed.size;
    if (this.#skipped > 0)
      this.#services.output.note(
        `skipped ${counted(this.#skipped, noun)} that changed in the meantime and no longer ${this.#skipped === 1 ? 'matches' : 'match'}`,
      );
    const result = jsonResult(
      verb === 'delete' ? { deleted: this.#changed, failed } : { updated: this.#changed, failed },
    );
    if (failed === 0) return result;
    const message = `${failed} of ${this.#ids.length} ${noun} could not be ${verb}d`;
    return { ...result, failure: new CliError(ExitCode.partial, message, { hint: this.#writeRejects() }) };
  }

  /**
   * Writes the items that failed to a file.
   * @returns a hint that names it
   */
  #writeRejects(): string | undefined {
    const { rejectsName } = this.#change;
    if (!rejectsName) return undefined;
    const { context, output } = this.#services;
    const rejects = new Rejects(resolve(context.cwd, rejectsName));
    try {
      for (const [id, reason] of this.#failed) rejects.addItem(id, reason);
    } catch (error) {
      // The work is done, and its result counts for more.
      output.failed((error as Error).message);
      return undefined;
    } finally {
      rejects.close();
    }
    return `they are in ${rejectsName} with the reason; run the same command again to retry them`;
  }

  #interrupted(error: unknown): unknown {
    const { context, output } = this.#services;
    const { verb, noun } = this.#change;
    const progress = `${this.#changed} of ${this.#ids.length} ${noun} are ${verb}d`;
    const goOn = 'running the same command again is safe';
    if (context.signal.aborted) output.note(`${progress}; ${goOn}`);
    if (this.#failed.size > 0) this.#writeRejects();
    return error instanceof CliError ? stoppedBy(error, progress, goOn) : error;
  }
}
