import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { type CliError, usageError } from '../errors.ts';
import { hasColour } from './colour.ts';
import type { OutputOptions } from './types.ts';
import { writeBlock, writeText } from './write-stream.ts';

/** Where a result goes. */
export interface Target {
  /** Set where it is a terminal. */
  readonly terminal: { readonly width: number } | undefined;
  readonly colour: boolean;
  /** The file that it is, as the user named it. */
  readonly path: string | undefined;
  /** Resolves when it has been taken. */
  write(text: string | Uint8Array): Promise<void>;
  /** The result is complete. */
  commit(): Promise<void>;
  /** The result failed half way. */
  discard(): Promise<void>;
}

/** The absolute path that `--out` names, or undefined for stdout. */
export function outPath({ cwd }: Context, { out }: OutputOptions): string | undefined {
  return out === undefined || out === '-' ? undefined : resolve(cwd, out);
}

/**
 * @param isPrivate whether others must not read a new file
 * @throws CliError exit 2 where `--out` names what can't be written
 */
export async function openTarget(
  context: Context,
  options: OutputOptions,
  isPrivate: boolean,
): Promise<Target> {
  const path = outPath(context, options);
  return path === undefined ? stdoutTarget(context, options) : fileTarget(path, options, isPrivate);
}

/** @returns the error for what is neither JSON nor text, where stdout is a terminal: exit 2 */
export function bytesOnTerminal(): CliError {
  return usageError('a file is not shown on a terminal', 'write it to a file with --out PATH');
}

function stdoutTarget({ stdout, env, signal }: Context, { noColor }: OutputOptions): Target {
  return {
    terminal: stdout.isTTY ? { width: stdout.columns || 80 } : undefined,
    colour: hasColour(stdout, { env, noColor }),
    path: undefined,
    write: (text) => (typeof text === 'string' ? writeText(stdout, text, signal) : writeBlock(stdout, text)),
    async commit() {},
    async discard() {},
  };
}

async function fileTarget(path: string, { out, yes }: OutputOptions, isPrivate: boolean): Promise<Target> {
  const { openAtomic } = await import('../lib/files/atomic.ts');
  const file = await openAtomic(path, { overwrite: yes, isPrivate });
  return {
    terminal: undefined,
    colour: false,
    path: out,
    write: (text) => file.write(text),
    commit: () => file.commit(),
    discard: () => file.discard(),
  };
}
