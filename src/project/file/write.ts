/** Writes the files of a project. */
import { realpathSync } from 'node:fs';
import { usageError } from '../../errors.ts';
import { openAtomic } from '../../lib/files/atomic.ts';
import { maxProjectFileBytes } from '../../profile/folder.ts';
import { readTrustedFile } from '../../profile/trusted-file.ts';
import type { EditedFile, FileEdits } from './edit.ts';

/**
 * Writes each changed file atomically: a kill leaves the old or the new one. All are prepared before the first appears.
 * @throws CliError exit 2 if a file has changed since it was read, exit 1 if it can't be written
 */
export async function writeProject({ files }: Pick<FileEdits, 'files'>): Promise<void> {
  const opened = [];
  try {
    for (const edited of files) {
      refuseChanged(edited);
      opened.push(await prepare(edited));
    }
    for (const [at, file] of opened.entries()) {
      refuseChanged(files[at]!);
      await file.commit();
    }
  } finally {
    for (const file of opened) await file.discard();
  }
}

async function prepare({ source, text }: EditedFile) {
  const { absolutePath, exists, hasByteOrderMark } = source;
  const file = await openAtomic(exists ? realpathSync(absolutePath) : absolutePath, { overwrite: exists });
  await file.write((hasByteOrderMark ? '\uFEFF' : '') + text);
  return file;
}

/** Another program may have written the file while the server was asked. */
function refuseChanged({ source }: EditedFile): void {
  if (!source.exists) return;
  const reading = readTrustedFile(source.absolutePath, undefined, maxProjectFileBytes);
  if (reading.kind !== 'text' || reading.text !== source.text)
    throw usageError(
      `${source.path} has changed in the meantime, so it was not written`,
      'run the command again',
    );
}
