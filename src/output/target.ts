import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { hasColour } from './colour.ts';
import type { OutputOptions } from './types.ts';
import { writeText } from './write.ts';

/** Where a result goes. */
export interface Target {
  /** Set where it is a terminal. */
  readonly terminal: { readonly width: number } | undefined;
  readonly colour: boolean;
  /** Resolves when the text has been taken. */
  write(text: string): Promise<void>;
  /** The result is complete. */
  commit(): Promise<void>;
  /** The result failed half way. */
  discard(): Promise<void>;
}

/** The absolute path that `--out` names, or undefined for stdout. */
export function outPath({ cwd }: Context, { out }: OutputOptions): string | undefined {
  return out === undefined || out === '-' ? undefined : resolve(cwd, out);
}

/** @throws CliError exit 2 where `--out` names what can't be written */
export async function openTarget(context: Context, options: OutputOptions): Promise<Target> {
  const path = outPath(context, options);
  return path === undefined ? stdoutTarget(context, options) : fileTarget(path, options.yes);
}

function stdoutTarget({ stdout, env, signal }: Context, { noColor }: OutputOptions): Target {
  return {
    terminal: stdout.isTTY ? { width: stdout.columns || 80 } : undefined,
    colour: hasColour(stdout, { env, noColor }),
    write: (text) => writeText(stdout, text, signal),
    async commit() {},
    async discard() {},
  };
}

async function fileTarget(path: string, overwrite: boolean): Promise<Target> {
  const { openAtomic } = await import('../files/atomic.ts');
  const file = await openAtomic(path, { overwrite });
  return {
    terminal: undefined,
    colour: false,
    write: (text) => file.write(text),
    commit: () => file.commit(),
    discard: () => file.discard(),
  };
}
