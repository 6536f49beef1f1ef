import { constants, type Stats } from 'node:fs';
import { access, lstat, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { posixQuote } from '../text/shell-quote.ts';
import { codeOf, isDiskFull, reasonOf } from './fs-error.ts';

export interface TargetOptions {
  /** True if an existing file may be replaced (`--yes`). */
  readonly overwrite: boolean;
}

/**
 * Checks that a file can be written, so that a command fails before it sends a request.
 * @param path absolute
 * @returns the existing file, or undefined
 * @throws CliError exit 2 with the reason
 */
export async function checkTarget(path: string, options: TargetOptions): Promise<Stats | undefined> {
  const existing = await lstat(path).catch((error) => nothingThere(path, error));
  if (existing) {
    await checkExisting(path, existing, options);
    return existing;
  }
  const folder = dirname(path);
  const parent = await stat(folder).catch((error) => nothingThere(folder, error));
  if (!parent?.isDirectory())
    throw usageError(
      `${path} can't be written: there is no folder ${folder}`,
      `make it with mkdir -p ${posixQuote(folder)}`,
    );
  await checkWritable(folder, path);
  return undefined;
}

async function checkExisting(path: string, existing: Stats, { overwrite }: TargetOptions): Promise<void> {
  if (existing.isDirectory()) throw usageError(`${path} is a folder`, 'add the name of a file to --out');
  if (existing.isSymbolicLink()) {
    throw usageError(`${path} is a symbolic link`, 'give --out the file that it points to');
  }
  if (!existing.isFile()) {
    throw usageError(`${path} is not a regular file`, 'use --out - and let the shell redirect it');
  }
  if (!overwrite) {
    throw usageError(`${path} already exists`, 'add --yes to replace it, or choose another name with --out');
  }
  await checkWritable(path, path);
  await checkWritable(dirname(path), path);
}

async function checkWritable(place: string, path: string): Promise<void> {
  await access(place, constants.W_OK).catch((error: unknown) => {
    throw usageError(`${path} can't be written: ${reasonOf(error)}`);
  });
}

function nothingThere(path: string, error: unknown): undefined {
  if (codeOf(error) === 'ENOENT') return undefined;
  throw usageError(`${path} can't be written: ${reasonOf(error)}`);
}

/** Returns the error (exit 1) for a failed write. */
export function writeFailure(path: string, error: unknown): CliError {
  // The file need not exist yet: ENOENT comes from a folder that accepts no files, such as one in /proc.
  const reason = codeOf(error) === 'ENOENT' ? 'its folder takes no new files' : reasonOf(error);
  return new CliError(ExitCode.failure, `${path} can't be written: ${reason}`, {
    hint: isDiskFull(error) ? 'free some space' : undefined,
    cause: error,
  });
}

/** Returns the error (exit 1) for a failed read. */
export function readFailure(path: string, error: unknown): CliError {
  return new CliError(ExitCode.failure, `${path} can't be read: ${reasonOf(error)}`, { cause: error });
}
