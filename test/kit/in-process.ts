import type { LookupFunction } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { run } from '../../src/cli/program.ts';
import type { Context, InputStream, OutputStream } from '../../src/context.ts';
import { openTransport } from '../../src/http/transport/open-transport.ts';
import type { Transport } from '../../src/transport.ts';

/** Environment of a line that runs in this process. */
export interface LineOptions {
  readonly env?: Record<string, string>;
  readonly stdin?: string;
  readonly cwd?: string;
  readonly home?: string;
  /** True if stdin, stdout and stderr are a terminal. */
  readonly terminal?: boolean;
  /** Width of the terminal; 80 by default. */
  readonly columns?: number;
  readonly signal?: AbortSignal;
  /** Answers the requests instead of a server, so that no socket is opened. */
  readonly transport?: Transport;
  /** Answers the requests to these endpoints, instead of servers on sockets. */
  readonly servers?: ReadonlyMap<string, Transport>;
  /** Size of the chunks of uploads, so that a small file has several. */
  readonly uploadChunkBytes?: number;
  /** Replaces the DNS lookup. */
  readonly lookup?: LookupFunction;
  /** Path of the program, beside whose folder are its data files; by default there are none. */
  readonly launcher?: string;
  /** Replaces the real time. */
  readonly clock?: Pick<Context, 'now' | 'sleep'>;
  /** Offset of local time from UTC; 0 by default. */
  readonly utcOffsetMinutes?: number;
}

/** Output of a line, and its exit code. */
export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Runs a command line in this process. */
export async function runLine(argv: readonly string[], options: LineOptions = {}): Promise<RunResult> {
  const stdout = capture(options);
  const stderr = capture(options);
  const code = await run(argv, testContext(options, stdout.stream, stderr.stream));
  return { stdout: stdout.text(), stderr: stderr.text(), code };
}

const realClock: Pick<Context, 'now' | 'sleep'> = {
  now: Date.now,
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

const uid = process.geteuid?.();

/** A context that touches nothing of this process. */
export function testContext(
  {
    env = {},
    stdin = '',
    cwd = '/',
    home,
    terminal = false,
    signal,
    clock = realClock,
    utcOffsetMinutes = 0,
    transport,
    servers,
    lookup,
    uploadChunkBytes,
    launcher = '/nowhere/appwrite-cli.js',
  }: LineOptions,
  stdout: OutputStream,
  stderr: OutputStream,
): Context {
  let input: InputStream | undefined;
  return {
    // Most lines read no stdin, and a stream takes a part of the time of a short line.
    get stdin() {
      input ??= Object.assign(Readable.from(stdin === '' ? [] : [Buffer.from(stdin)]), {
        ...(terminal && { isTTY: true }),
      });
      return input;
    },
    stdout,
    stderr,
    env,
    cwd,
    home,
    platform: process.platform,
    uid,
    program: [process.execPath, launcher],
    ...clock,
    utcOffsetMinutes: () => utcOffsetMinutes,
    uploadChunkBytes,
    openTransport: async (settings) =>
      transport ?? servers?.get(settings.endpoint) ?? openTransport({ ...settings, lookup }),
    signal: signal ?? new AbortController().signal,
  };
}

export function capture({ terminal = false, columns = 80 }: LineOptions) {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  if (terminal) Object.assign(stream, { isTTY: true, columns });
  return { stream, text: () => Buffer.concat(chunks).toString() };
}
