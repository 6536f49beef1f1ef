import type { Readable } from 'node:stream';
import type { OpenTransport } from './transport.ts';

/** A readable stream, possibly a terminal. */
export type InputStream = Readable & { isTTY?: boolean; setRawMode?(on: boolean): unknown };
/** The part of Node's Writable that this program uses; possibly a terminal of `columns` times `rows` characters. */
export interface OutputStream {
  write(chunk: string | Uint8Array, done?: (error?: Error | null) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
  listeners(event: 'error'): unknown[];
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  /** True for a regular file: a write never waits for a reader. */
  readonly isFile?: boolean;
}

/** True in a CI system. `CI=false`, `CI=0` and an empty `CI` say no, as in the packages that detect CI. */
export function isInCi({ CI }: Context['env']): boolean {
  return CI !== undefined && !['', '0', 'false'].includes(CI.trim().toLowerCase());
}

/** A terminal's stream is always Node's own. Libraries that draw on it require the full type. */
export function asTerminal(stream: OutputStream): NodeJS.WriteStream {
  return stream as NodeJS.WriteStream;
}

/** Signals that a terminal sends for keys. A program that reads the keys itself has to send them. */
export interface TerminalSignals {
  /** Interrupts this process, as Ctrl-C does. */
  interrupt(): void;
  /** Stops all processes of the command line, as Ctrl-Z does. Resolves when they continue, or soon if none stops. */
  suspend(): Promise<void>;
  /**
   * Calls the listener whenever this process continues after a stop.
   * @returns a function that removes the listener
   */
  onContinue(listener: () => void): () => void;
}

/**
 * The outside world, as far as commands may use it. `main` creates the real one; a test passes its own, and runs a
 * command without globals.
 */
export interface Context {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Absolute path of the folder in which the command was started. */
  readonly cwd: string;
  /** Absolute path of the user's home folder, if there is one. */
  readonly home: string | undefined;
  readonly platform: NodeJS.Platform;
  /** Command line of this program: the paths of Node and of the launcher, or that of the standalone executable. */
  readonly program: readonly [executable: string, launcher?: string];
  /** Effective numeric user ID of the process; undefined on Windows, where files have no such owner. */
  readonly uid: number | undefined;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Returns the offset of local time from UTC in minutes, positive to the east, at a time in ms since the Unix epoch. */
  utcOffsetMinutes(atMs: number): number;
  /** Rejects with the signal's reason when that is aborted. */
  sleep(delayMs: number): Promise<void>;
  /** Opens the connections to a server; everything that is sent goes through here. */
  readonly openTransport: OpenTransport;
  /** Size of the chunks of uploads, by default 5 MiB, which is all that a real server accepts; for tests. */
  readonly uploadChunkBytes?: number | undefined;
  /** Undefined in tests without a terminal. */
  readonly terminalSignals?: TerminalSignals | undefined;
  /**
   * Runs work that keeps the event loop busy for long, so that no signal could be handled: a stop signal ends the process
   * at once meanwhile. Only for work that leaves nothing to clean up. Undefined in tests.
   */
  readonly blocking?: (<Value>(work: () => Value | Promise<Value>) => Promise<Value>) | undefined;
  /** Aborted by Ctrl-C, SIGTERM or SIGHUP; the message of its reason is the name of the signal. */
  readonly signal: AbortSignal;
}

/** About 50 ms of work. */
const longTextLength = 1024 * 1024;

/**
 * Runs synchronous work on a text. If that is long, a stop signal ends the process at once meanwhile.
 * @param length of the text, in bytes or UTF-16 units
 */
export async function workOnText<Value>(
  { blocking }: Pick<Context, 'blocking'>,
  length: number,
  work: () => Value | Promise<Value>,
): Promise<Value> {
  return blocking === undefined || length < longTextLength ? work() : blocking(work);
}
