/** The earlier backup that an incremental one takes lines and bytes from. */
import { constants } from 'node:fs';
import { copyFile, link } from 'node:fs/promises';
import { writeFailure } from '../../lib/files/target.ts';
import { members, plainText } from '../../lib/json/slices.ts';
import { detached } from '../../lib/text/detached.ts';
import { idOfLine } from '../id-of-line.ts';
import type { Part } from '../parts.ts';
import { readBackupSelection } from '../selection.ts';
import type { PartEntry } from './manifest.ts';
import type { FolderSnapshot } from './open.ts';
import { readLinesOf } from './read-file.ts';

interface BaseFile {
  readonly stamp: string;
  readonly sha256: string;
}

/** A part of the base. */
export interface BaseFiles {
  readonly folder: string;
  readonly entry: PartEntry;
  /** Returns what is known of a file. */
  file(fileId: string): Promise<BaseFile | undefined>;
}

/** @returns undefined if the base does not have the part, or only some of its items */
export function baseOf(base: FolderSnapshot, part: Part): BaseFiles | undefined {
  const entry = base.entryOf(part);
  if (entry === undefined) return undefined;
  // Lines of a base with some of the items are no start for all of them.
  if (part.kind !== 'files' && readBackupSelection(base.manifest.selection).itemFilter(part))
    return undefined;
  let files: Promise<ReadonlyMap<string, BaseFile>> | undefined;
  return {
    folder: base.folder,
    entry,
    file: async (fileId) => {
      files ??= filesOf(base.folder, entry.path);
      return (await files).get(fileId);
    },
  };
}

async function filesOf(folder: string, path: string): Promise<ReadonlyMap<string, BaseFile>> {
  const files = new Map<string, BaseFile>();
  for await (const line of readLinesOf(folder, path)) {
    const file = members(line);
    files.set(detached(idOfLine(line)), {
      stamp: detached(stampOf(file)),
      sha256: detached(plainText(file.get('sha256') ?? '""')),
    });
  }
  return files;
}

/** Members by which the same bytes are recognised. */
export const stampOf = (file: ReadonlyMap<string, string>): string =>
  ['$createdAt', '$updatedAt', 'sizeOriginal', 'signature'].map((name) => file.get(name) ?? '').join(' ');

/** Hard links save the space; not every file system has them, and none across its border. */
export async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch {
    await copyFile(from, to, constants.COPYFILE_FICLONE).catch((error: unknown) => {
      throw writeFailure(to, error);
    });
  }
}
