/** Decides where the generated file goes. */
import { statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { contradiction } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import { usageError } from '../../errors.ts';
import type { Emitter } from '../../schema/types/emitter.ts';

/** Absolute path of a file, or stdout. */
export type Target = { readonly kind: 'stdout' } | { readonly kind: 'file'; readonly path: string };

export interface TargetRequest {
  /** The argument. */
  readonly to: string | undefined;
  /** True if files are compared or followed, which stdout can't be. */
  readonly needsFile: boolean;
}

/**
 * The file goes to stdout if that is a pipe and the line names no file.
 * @throws CliError exit 2 if the argument and `--out` are both given, or stdout can't be used
 */
export function targetOf(
  { to, needsFile }: TargetRequest,
  { fileName }: Emitter,
  { context, globals }: Pick<Services, 'context' | 'globals'>,
): Target {
  if (to !== undefined && globals.out !== undefined) throw contradiction(to, `--out ${globals.out}`);
  const out = to ?? globals.out;
  if (out === '-') {
    if (needsFile) throw usageError('--check and --watch are about files, not stdout', 'name the file');
    return { kind: 'stdout' };
  }
  // A format is that of the report about the file, which then has stdout for itself.
  const isFree = context.stdout.isTTY !== true && globals.format === undefined;
  if (out === undefined && !needsFile && isFree) return { kind: 'stdout' };
  const path = resolve(context.cwd, out ?? fileName);
  return { kind: 'file', path: isFolder(path) ? join(path, fileName) : path };
}

/**
 * Returns the target as the header of the file names it: relative to the folder of the project file, which is the same
 * wherever the command runs; undefined if the command needs no name.
 */
export function targetWord(target: Target, { fileName }: Emitter, base: string): string | undefined {
  if (target.kind === 'stdout') return undefined;
  const word = relative(base, target.path).split(sep).join('/');
  return word === fileName ? undefined : word;
}

const isFolder = (path: string) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
