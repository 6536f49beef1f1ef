import { fstatSync, type Stats, statSync, writeSync } from 'node:fs';
import type { InputStream, OutputStream } from '../../context.ts';
import { usageError } from '../../errors.ts';
import { codeOf } from '../files/fs-error.ts';

/** Delay before a write to a full pipe is retried. */
const retryDelayMs = 5;

/**
 * stdout or stderr as a file, a pipe or the null device. It writes synchronously, as Node's own streams do there, but
 * without loading them, which takes longer than most of the work of a short command.
 */
export class SyncOutputStream {
  readonly #descriptor: number;
  readonly #waiting: { bytes: Uint8Array; done: ((error?: Error | null) => void) | undefined }[] = [];
  #retry: NodeJS.Timeout | undefined;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  get isFile(): boolean {
    return fstatSync(this.#descriptor).isFile();
  }

  /** @param done called with the error, or without one once all bytes are written */
  write(chunk: string | Uint8Array, done?: (error?: Error | null) => void): boolean {
    this.#waiting.push({ bytes: typeof chunk === 'string' ? Buffer.from(chunk) : chunk, done });
    if (!this.#retry) this.#flush();
    return this.#waiting.length === 0;
  }

  /** Does nothing: errors are passed to the callback of `write`, and there are no events. */
  on(): this {
    return this;
  }

  listeners(): [] {
    return [];
  }

  #flush(): void {
    this.#retry = undefined;
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      try {
        while (next.bytes.length > 0)
          next.bytes = next.bytes.subarray(writeSync(this.#descriptor, next.bytes));
        this.#waiting.shift();
        next.done?.();
      } catch (error) {
        if (codeOf(error) === 'EAGAIN') {
          this.#retry = setTimeout(() => this.#flush(), retryDelayMs);
          return;
        }
        this.#waiting.shift();
        next.done?.(error as Error);
      }
    }
  }
}

/** Returns stdout or stderr. */
export function standardOutput(descriptor: 1 | 2): OutputStream {
  if (isPlain(descriptor)) return new SyncOutputStream(descriptor);
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  // Write callbacks report errors; this listener keeps an unhandled 'error' event from crashing the process.
  return stream.on('error', () => {});
}

/** True if a descriptor is a file, a pipe, a socket or the null device, and so certainly not a terminal. */
export function isPlain(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFile() || stats.isFIFO() || stats.isSocket() || isNullDevice(stats);
  } catch {
    return false;
  }
}

function isNullDevice(stats: Stats): boolean {
  return stats.isCharacterDevice() && stats.rdev === statSync('/dev/null').rdev;
}

/**
 * Returns the process's stdin. A folder or a block device, which Node would read as empty, fails with a usage error on
 * reading.
 */
export function standardInput(): InputStream {
  const { stdin } = process;
  const kind = unreadableKind();
  if (kind === undefined || stdin.destroyed) return stdin;
  // The reader gets the error too; without this listener an unhandled 'error' event would crash the process.
  stdin.on('error', () => {});
  return stdin.destroy(
    usageError(`stdin is a ${kind}, which can't be read`, 'redirect it from a file or a pipe'),
  );
}

function unreadableKind(): string | undefined {
  try {
    const stats = fstatSync(0);
    if (stats.isDirectory()) return 'folder';
    return stats.isBlockDevice() ? 'block device' : undefined;
  } catch {
    return undefined;
  }
}
