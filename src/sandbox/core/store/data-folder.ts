/** The folder that keeps a sandbox across restarts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const journalName = 'journal.ndjson';
const unfinishedName = 'unfinished';

/** True if a file of this name belongs to a sandbox. */
export const isSandboxFile = (name: string): boolean =>
  ['lock', 'blobs', unfinishedName].includes(name) || name.startsWith(journalName);

/** True if a sandbox has stored something in a folder. */
export const holdsSandbox = (folder: string): boolean => existsSync(join(folder, journalName));

/** Returns the path of the folder that is there while a sandbox is being filled. */
export const unfinishedFolder = (folder: string): string => join(folder, unfinishedName);
