import { fstatSync, type Stats, statSync, writeSync } from 'node:fs';
import { codeOf } from '../files/fs-error.ts';

/** What is tried again when a pipe is full: the pause, in milliseconds. */
const pause = 5;

/**
 * stdout or stderr where it is a file, a pipe or nothing. It writes at once, as Node's own streams do there, but without
 * them: loading Node's streams takes longer than most of what a short command does.
 */
export class SyncOutputStream {
  readonly #descriptor: number;
  readonly #waiting: { bytes: Uint8Array; done: ((error?: Error | null) => void) | undefined }[] = [];
  #retry: NodeJS.Timeout | undefined;

  constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** @param done told when the bytes are written, or why they can't be */
  write(chunk: string | Uint8Array, done?: (error?: Error | null) => void): boolean {
    this.#waiting.push({ bytes: typeof chunk === 'string' ? Buffer.from(chunk) : chunk, done });
    if (!this.#retry) this.#flush();
    return this.#waiting.length === 0;
  }

  /** Errors are told to whoever writes; there are no events. */
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
          this.#retry = setTimeout(() => this.#flush(), pause);
          return;
        }
        this.#waiting.shift();
        next.done?.(error as Error);
      }
    }
  }
}

/** Whether a descriptor is a file, a pipe, a socket or the null device: surely no terminal. */
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
