import { Writable } from 'node:stream';
import type { Context, OutputStream } from '../../src/context.ts';
import { createOutput } from '../../src/output/output.ts';
import type { OutputOptions, Result, View } from '../../src/output/types.ts';
import { noTransport } from '../kit/transport.ts';

/** A stream that keeps what is written to it. */
export class Capture extends Writable {
  declare isTTY?: boolean;
  declare columns?: number;
  private readonly chunks: Buffer[] = [];

  constructor(columns?: number) {
    super();
    if (columns !== undefined) {
      this.isTTY = true;
      this.columns = columns;
    }
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString();
  }
}

/** A terminal on which lines can be drawn again, as a real one's stream can. */
export class Screen extends Capture {
  cursorTo(): void {
    this.write('\r');
  }
  clearLine(): void {
    this.write('\x1b[K');
  }
  moveCursor(): void {}
}

export interface Place {
  readonly stdout?: OutputStream;
  readonly stderr?: OutputStream;
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  now?(): number;
}

export function contextFor({ stdout, stderr, env, cwd, now }: Place): Context {
  return {
    stdin: process.stdin,
    stdout: stdout ?? new Capture(),
    stderr: stderr ?? new Capture(),
    env: env ?? {},
    cwd: cwd ?? '/',
    home: undefined,
    platform: process.platform,
    uid: undefined,
    program: ['node', 'appwrite-cli.js'],
    now: now ?? Date.now,
    utcOffsetMinutes: () => 0,
    sleep: async () => {},
    openTransport: noTransport,
    signal: new AbortController().signal,
  };
}

export const defaults: OutputOptions = {
  format: 'table',
  reportsJson: false,
  fields: undefined,
  allFields: false,
  filter: undefined,
  out: undefined,
  yes: false,
  quiet: false,
  noColor: false,
  csvSafe: false,
  verbose: 0,
};

export interface Shown {
  readonly out: string;
  readonly err: string;
}

export interface ShowOptions {
  /** Makes stdout a terminal of this width. */
  readonly columns?: number;
  readonly colour?: boolean;
  readonly cwd?: string;
  /** The time, in ms since the Unix epoch. */
  readonly now?: number;
}

/** Renders a result and gives back what came out; with `columns`, stdout is a terminal of that width. */
export async function show(
  result: Result,
  options: Partial<OutputOptions> = {},
  { columns, colour = false, cwd, now }: ShowOptions = {},
): Promise<Shown> {
  const stdout = new Capture(columns);
  const stderr = new Capture();
  const env: Record<string, string> = colour ? {} : { NO_COLOR: '1' };
  const context = contextFor({
    stdout,
    stderr,
    env,
    ...(cwd !== undefined && { cwd }),
    ...(now !== undefined && { now: () => now }),
  });
  await createOutput(context, { ...defaults, ...options }).result(result);
  return { out: stdout.text, err: stderr.text };
}

export const body = (text: string, view: View = {}): Result => ({ kind: 'json', text, view });

/** The same as a list of databases, or of whatever the view names. */
export const listBody = (items: readonly string[], total: number, view: View = {}): Result =>
  body(`{"total":${total},"databases":[${items.join(',')}]}`, {
    items: 'databases',
    noun: 'databases',
    ...view,
  });

export function pages(
  texts: readonly string[],
  view: View = { items: 'databases', noun: 'databases' },
): Result {
  return { kind: 'pages', pages: arrive(texts), view };
}

async function* arrive(texts: readonly string[]): AsyncGenerator<string> {
  yield* texts;
}
