import { readFile, realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { openAtomic } from '../../lib/files/atomic.ts';
import { makeFolders } from '../../lib/files/folders.ts';
import { codeOf } from '../../lib/files/fs-error.ts';
import { readFailure, writeFailure } from '../../lib/files/target.ts';

/**
 * Returns the text of a file, or an empty text if there is no file.
 * @throws CliError exit 1 if it can't be read
 */
export async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw readFailure(path, error);
  });
}

/**
 * Writes a file atomically and creates its folders. A symbolic link stays: the file that it points to is replaced.
 * @throws CliError exit 1 or 2 if it can't be written
 */
export async function writeFileAtomic(path: string, text: string): Promise<void> {
  try {
    makeFolders(dirname(path));
  } catch (error) {
    throw writeFailure(path, error);
  }
  const target = await realpath(path).catch(() => path);
  const file = await openAtomic(target, { overwrite: true });
  try {
    await file.write(text);
    await file.commit();
  } finally {
    await file.discard();
  }
}
