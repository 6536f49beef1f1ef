import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { Connection } from '../../http/types.ts';
import { forEachConcurrent } from '../concurrency.ts';
import { FailurePolicy } from '../failure-policy.ts';

/** One file of many that go up or come down. */
export interface Transfer {
  /** Its path here, as the user would write it. */
  readonly file: string;
  readonly id: string;
  /** In bytes. */
  readonly size: number;
  /** Why it can't be moved, where that is known already. */
  readonly problem?: CliError | undefined;
}

/** What became of a file; its ID where that is another one in the end. */
export interface Done {
  readonly status: 'uploaded' | 'downloaded' | 'skipped';
  readonly id?: string;
}

interface Report extends Omit<Transfer, 'problem'> {
  readonly status: Done['status'] | 'failed' | 'not begun';
  readonly error: string | null;
}

export interface BatchOptions {
  /** How many files at once. */
  readonly concurrency: number;
  /** What goes on, for the progress: `uploading`. */
  readonly label: string;
  /** How to get the rest when some files failed or the user has stopped it. */
  readonly howToGoOn: string;
  /** Over which the files are moved. */
  readonly connection: Connection;
}

/** Moves one file. @param onProgress to be told how many bytes of it have been moved */
type Move<Item> = (item: Item, onProgress: (bytes: number) => void) => Promise<Done>;

/**
 * Moves files side by side.
 * @returns what became of each; exit 8 where some failed, another where something stopped them all
 * @throws CliError what a single file failed with, or what stopped all before any was moved; exit 130 after Ctrl-C
 */
export async function moveAll<Item extends Transfer>(
  items: readonly Item[],
  options: BatchOptions,
  move: Move<Item>,
  services: Services,
): Promise<CommandResult> {
  return new Batch(items, options, services).run(move);
}

class Batch<Item extends Transfer> {
  readonly #items: readonly Item[];
  readonly #options: BatchOptions;
  readonly #services: Services;
  readonly #trouble: FailurePolicy;
  readonly #reports = new Map<Item, Report>();
  readonly #failures: CliError[] = [];
  /** Bytes of files that are over, and of those that are being moved. */
  #settled = 0;
  readonly #moving = new Map<Item, number>();

  constructor(items: readonly Item[], options: BatchOptions, services: Services) {
    this.#trouble = new FailurePolicy(options.connection);
    this.#items = items;
    this.#options = options;
    this.#services = services;
  }

  async run(move: Move<Item>): Promise<CommandResult> {
    const { concurrency, label } = this.#options;
    const { length } = this.#items;
    const total = this.#items.reduce((sum, { size }) => sum + size, 0);
    const progress = this.#services.output.progress({
      label: `${label} ${length} ${length === 1 ? 'file' : 'files'}`,
      unit: 'bytes',
      total,
    });
    try {
      await forEachConcurrent(this.#items, { current: concurrency }, (item) =>
        this.#moveOne(item, move, () => progress.update(this.#moved())),
      );
    } catch (error) {
      return this.#stopped(error);
    } finally {
      progress.stop();
    }
    return this.#outcome();
  }

  async #moveOne(item: Item, move: Move<Item>, onProgress: () => void): Promise<void> {
    const { file, id, size, problem } = item;
    if (problem) return this.#fail(item, problem);
    try {
      const done = await move(item, (bytes) => {
        this.#moving.set(item, bytes);
        onProgress();
      });
      this.#trouble.succeeded();
      this.#reports.set(item, { file, id: done.id ?? id, size, status: done.status, error: null });
    } catch (error) {
      this.#services.context.signal.throwIfAborted();
      if (error instanceof CliError) this.#fail(item, error);
      this.#trouble.failed(error);
    } finally {
      this.#moving.delete(item);
      this.#settled += size;
      onProgress();
    }
  }

  #fail(item: Item, error: CliError): void {
    const { file, id, size } = item;
    this.#failures.push(error);
    this.#reports.set(item, { file, id, size, status: 'failed', error: error.message });
  }

  #moved(): number {
    return [...this.#moving.values()].reduce((sum, bytes) => sum + bytes, this.#settled);
  }

  /** What has stopped everything. What was moved before is told all the same. */
  #stopped(error: unknown): CommandResult {
    const done = this.#reports.size - this.#failures.length;
    const progress = `${done} of ${this.#items.length} files`;
    const hint = this.#options.howToGoOn;
    if (this.#services.context.signal.aborted)
      throw new CliError(ExitCode.interrupted, `interrupted after ${progress}`, { hint, cause: error });
    if (!(error instanceof CliError) || done === 0) throw error;
    const { exitCode, message, status, type } = error;
    const failure = new CliError(exitCode, `${message}, after ${progress}`, {
      hint,
      status,
      type,
      cause: error,
    });
    return { ...this.#outcome(), failure };
  }

  #outcome(): CommandResult {
    const [failure] = this.#failures;
    const { length } = this.#items;
    if (failure && length === 1) throw failure;
    const files = this.#items.map(
      (item): Report =>
        this.#reports.get(item) ?? {
          file: item.file,
          id: item.id,
          size: item.size,
          status: 'not begun',
          error: null,
        },
    );
    const columns = ['file', 'id', 'size', 'status', ...(failure ? ['error'] : [])];
    const result = jsonResult({ total: length, files }, { items: 'files', columns, noun: 'files' });
    if (!failure) return result;
    return {
      ...result,
      failure: new CliError(ExitCode.partial, `${this.#failures.length} of ${length} files failed`, {
        hint: this.#options.howToGoOn,
      }),
    };
  }
}
