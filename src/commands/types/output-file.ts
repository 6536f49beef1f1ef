/** Compares the generated file with that of the disk, and writes it. */
import { readFileSync, realpathSync } from 'node:fs';
import type { Services } from '../../core/services.ts';
import { openAtomic } from '../../lib/files/atomic.ts';
import { codeOf } from '../../lib/files/fs-error.ts';
import { readFailure } from '../../lib/files/target.ts';
import { shownPath } from '../../project/file/source.ts';
import { isGenerated, isSameOutput } from '../../schema/types/header.ts';

/** A generated file beside the one that is there. */
export interface OutputFile {
  /** Absolute. */
  readonly path: string;
  readonly shown: string;
  readonly text: string;
  /** Text of the file that is there. */
  readonly existing: string | undefined;
}

/** @throws CliError exit 1 if the file that is there can't be read */
export function outputFile(path: string, text: string, { context }: Pick<Services, 'context'>): OutputFile {
  return { path, shown: shownPath(context, path), text, existing: readIfThere(path) };
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    // A file in the place of its folder is reported when it is written.
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw readFailure(path, error);
  }
}

/** Comparison of a file with what would be written. */
export type Freshness = 'fresh' | 'stale' | 'missing';

/** A file is fresh if it differs in nothing but the command line that its header names. */
export function freshnessOf({ text, existing }: OutputFile): Freshness {
  if (existing === undefined) return 'missing';
  return isSameOutput(existing, text) ? 'fresh' : 'stale';
}

/**
 * Writes the file if it differs: it is the old or the new one at any moment. A symbolic link stays one.
 * @returns true if it was written
 * @throws CliError exit 2 if a file that was not generated would be replaced without a yes, exit 1 if it can't be written
 */
export async function writeOutput(
  { path, shown, text, existing }: OutputFile,
  { confirm }: Pick<Services, 'confirm'>,
): Promise<boolean> {
  if (text === existing) return false;
  if (existing !== undefined && isForeign(existing))
    await confirm(
      `This replaces ${shown}, which this command did not write`,
      undefined,
      `replacing ${shown}, which this command did not write,`,
    );
  const isThere = existing !== undefined;
  const file = await openAtomic(isThere ? realpathSync(path) : path, { overwrite: isThere });
  try {
    await file.write(text);
    await file.commit();
  } finally {
    await file.discard();
  }
  return true;
}

/** An empty file holds nothing that could be lost. */
const isForeign = (text: string) => text.trim() !== '' && !isGenerated(text);
