import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { type CliError, usageError } from '../errors.ts';
import { hasColour } from './colour.ts';
import type { OutputOptions } from './types.ts';
import { writeBlock, writeText } from './write-stream.ts';

/** The destination of a result: stdout or a file. */
export interface ResultSink {
  /** Set if the destination is a terminal. */
  readonly terminal: { readonly width: number } | undefined;
  readonly colour: boolean;
  /** The file as the user named it; undefined for stdout. */
  readonly path: string | undefined;
  /** Resolves when the destination has accepted the data. */
  write(text: string | Uint8Array): Promise<void>;
  /** Must be called when the result is complete: a file is put in place. */
  commit(): Promise<void>;
  /** Deletes an incomplete file; does nothing after `commit`. */
  discard(): Promise<void>;
}

/** Returns the absolute path that `--out` names, or undefined for stdout. */
export function outPath(context: Context, { out }: OutputOptions): string | undefined {
  return out === undefined || out === '-' ? undefined : resolve(context.cwd, out);
}

interface SinkOptions {
  /** True if other users must not read a new file. */
  readonly isPrivate: boolean;
}

/**
 * @throws CliError exit 2 if the path of `--out` can't be written
 */
export async function openSink(
  context: Context,
  options: OutputOptions,
  { isPrivate }: SinkOptions,
): Promise<ResultSink> {
  const path = outPath(context, options);
  return path === undefined ? stdoutSink(context, options) : fileSink(path, options, { isPrivate });
}

/** Returns the error for binary data on a terminal: exit 2. */
export function bytesOnTerminal(): CliError {
  return usageError('a file is not shown on a terminal', 'write it to a file with --out PATH');
}

/** Returns the sink of a result without `--out`. */
export function stdoutSink(
  { stdout, env, signal }: Pick<Context, 'stdout' | 'env' | 'signal'>,
  { noColor }: Pick<OutputOptions, 'noColor'>,
): ResultSink {
  return {
    terminal: stdout.isTTY ? { width: stdout.columns || 80 } : undefined,
    colour: hasColour(stdout, { env, noColor }),
    path: undefined,
    write: (text) => (typeof text === 'string' ? writeText(stdout, text, signal) : writeBlock(stdout, text)),
    async commit() {},
    async discard() {},
  };
}

async function fileSink(
  path: string,
  { out, yes }: OutputOptions,
  { isPrivate }: SinkOptions,
): Promise<ResultSink> {
  const { openAtomic } = await import('../lib/files/atomic.ts');
  // Opened with the first piece: a result that is interrupted before then leaves no draft.
  let file: ReturnType<typeof openAtomic> | undefined;
  const opened = () => {
    file ??= openAtomic(path, { overwrite: yes, isPrivate });
    return file;
  };
  return {
    terminal: undefined,
    colour: false,
    path: out,
    write: async (text) => (await opened()).write(text),
    commit: async () => (await opened()).commit(),
    discard: async () => (await file?.catch(() => undefined))?.discard(),
  };
}
