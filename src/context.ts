import type { Readable } from 'node:stream';
import type { OpenTransport } from './transport.ts';

/** A readable that may be a terminal. */
export type InputStream = Readable & { isTTY?: boolean; setRawMode?(on: boolean): unknown };
/** What Node's writable streams have of use here. It may be a terminal; `columns` is its width in characters. */
export interface OutputStream {
  write(chunk: string | Uint8Array, done?: (error?: Error | null) => void): unknown;
  on(event: 'error', listener: () => void): unknown;
  listeners(event: 'error'): unknown[];
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** A terminal's stream is always Node's own; libraries that draw on it ask for all that this has. */
export function asTerminal(stream: OutputStream): NodeJS.WriteStream {
  return stream as NodeJS.WriteStream;
}

/**
 * Everything a command may touch of the outside world. `main` builds the real one; a test hands in its own and runs
 * a command without touching a global.
 */
export interface Context {
  readonly stdin: InputStream;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The folder the command was started in, absolute. */
  readonly cwd: string;
  /** The user's home folder, absolute, or undefined where there is none. */
  readonly home: string | undefined;
  readonly platform: NodeJS.Platform;
  /** How this program is started: Node's own path, then the launcher's. */
  readonly program: readonly [node: string, launcher: string];
  /** The user the process runs as (effective, numeric), or undefined where files have no such owner: Windows. */
  readonly uid: number | undefined;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Waits, in milliseconds; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number): Promise<void>;
  /** Opens the connections to a server; everything that is sent goes through here. */
  readonly openTransport: OpenTransport;
  /** Size of the chunks of uploads, by default 5 MiB, which is all that a real server accepts; for tests. */
  readonly uploadChunkBytes?: number | undefined;
  /** Aborted by Ctrl-C, SIGTERM or SIGHUP; the message of its reason is the name of the signal. */
  readonly signal: AbortSignal;
}
