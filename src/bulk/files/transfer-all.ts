import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { Connection } from '../../http/types.ts';
import { decimalBytes } from '../../lib/text/quantities.ts';
import { forEachConcurrent } from '../concurrency.ts';
import { FailurePolicy } from '../failure-policy.ts';

/** A file to upload or download. */
export interface Transfer {
  /** Local path, relative to the working directory. */
  readonly file: string;
  /** ID of the file; empty for one that can't be uploaded. */
  readonly id: string;
  /** In bytes. */
  readonly size: number;
  /** Reason why it can't be transferred, if that is known in advance. */
  readonly problem?: CliError | undefined;
}

export interface TransferResult {
  readonly status: 'uploaded' | 'downloaded' | 'skipped';
  /** Set if the server has given the file another ID. */
  readonly id?: string;
}

/** Outcomes of a file, in the order of the summary. */
const statuses = ['uploaded', 'downloaded', 'skipped', 'failed', 'not started'] as const;

interface FileReport extends Omit<Transfer, 'problem'> {
  readonly status: (typeof statuses)[number];
  readonly error: string | null;
}

export interface TransferOptions {
  /** Maximum number of files at a time. */
  readonly concurrency: number;
  /** Label of the progress: `uploading`. */
  readonly label: string;
  /** Hint how to transfer the rest after a failure or an interruption. */
  readonly resumeHint: string;
  readonly connection: Connection;
}

/** Transfers one file. @param onProgress called with the number of bytes transferred so far */
type TransferOne<Item> = (item: Item, onProgress: (bytes: number) => void) => Promise<TransferResult>;

/**
 * Transfers files concurrently.
 * @returns a report on each file; a failure with exit 8 if some failed, or with the exit code of what stopped the rest
 * @throws CliError the error of a single file, or the error that stopped all before the first; exit 130 after Ctrl-C
 */
export async function transferAll<Item extends Transfer>(
  items: readonly Item[],
  options: TransferOptions,
  transferOne: TransferOne<Item>,
  services: Services,
): Promise<CommandResult> {
  return new TransferRun(items, options, services).run(transferOne);
}

class TransferRun<Item extends Transfer> {
  readonly #items: readonly Item[];
  readonly #options: TransferOptions;
  readonly #services: Services;
  readonly #policy: FailurePolicy;
  readonly #reports = new Map<Item, FileReport>();
  readonly #failures: CliError[] = [];
  /** Bytes of finished files. */
  #finishedBytes = 0;
  /** Bytes transferred of pending files. */
  readonly #pendingBytes = new Map<Item, number>();

  constructor(items: readonly Item[], options: TransferOptions, services: Services) {
    this.#policy = new FailurePolicy(options.connection);
    this.#items = items;
    this.#options = options;
    this.#services = services;
  }

  async run(transferOne: TransferOne<Item>): Promise<CommandResult> {
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
        this.#transfer(item, transferOne, () => progress.update(this.#transferredBytes())),
      );
    } catch (error) {
      return this.#interrupted(error);
    } finally {
      progress.stop();
    }
    return this.#report();
  }

  async #transfer(item: Item, transferOne: TransferOne<Item>, onProgress: () => void): Promise<void> {
    const { file, id, size, problem } = item;
    if (problem) return this.#fail(item, problem);
    try {
      const done = await transferOne(item, (bytes) => {
        this.#pendingBytes.set(item, bytes);
        onProgress();
      });
      this.#policy.succeeded();
      this.#reports.set(item, { file, id: done.id ?? id, size, status: done.status, error: null });
    } catch (error) {
      this.#services.context.signal.throwIfAborted();
      if (error instanceof CliError) this.#fail(item, error);
      this.#policy.failed(error);
    } finally {
      this.#pendingBytes.delete(item);
      this.#finishedBytes += size;
      onProgress();
    }
  }

  #fail(item: Item, error: CliError): void {
    const { file, id, size } = item;
    this.#failures.push(error);
    this.#reports.set(item, { file, id, size, status: 'failed', error: error.message });
  }

  #transferredBytes(): number {
    return [...this.#pendingBytes.values()].reduce((sum, bytes) => sum + bytes, this.#finishedBytes);
  }

  /** Reports the error that stopped the run, together with the files transferred before it. */
  #interrupted(error: unknown): CommandResult {
    const done = this.#reports.size - this.#failures.length;
    const progress = `${done} of ${this.#items.length} files`;
    const hint = this.#options.resumeHint;
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
    return { ...this.#report(), failure };
  }

  #report(): CommandResult {
    const [failure] = this.#failures;
    const { length } = this.#items;
    if (failure && length === 1) throw failure;
    const files = this.#items.map(
      (item): FileReport =>
        this.#reports.get(item) ?? {
          file: item.file,
          id: item.id,
          size: item.size,
          status: 'not started',
          error: null,
        },
    );
    const columns = ['file', 'id', 'size', 'status', ...(failure ? ['error'] : [])];
    const view = { items: 'files', columns, noun: 'files', summary: summaryOf(files) };
    const result = jsonResult({ total: length, files }, view);
    if (!failure) return result;
    return { ...result, failure: someFailed(this.#failures.length, length, this.#options.resumeHint) };
  }
}

/** Says what happened to files: `3 uploaded (1.2 MiB), 47 skipped`. */
function summaryOf(files: readonly FileReport[]): string {
  const parts = statuses.flatMap((status) => {
    const those = files.filter((file) => file.status === status);
    if (those.length === 0) return [];
    const isMoved = status === 'uploaded' || status === 'downloaded';
    const size = those.reduce((sum, file) => sum + file.size, 0);
    return `${those.length} ${status}${isMoved ? ` (${decimalBytes(size)})` : ''}`;
  });
  return parts.join(', ') || '0 files';
}

/** Returns the error (exit 8) for a run in which some files failed. */
export function someFailed(failed: number, total: number, hint?: string): CliError {
  return new CliError(ExitCode.partial, `${failed} of ${total} files failed`, { hint });
}
