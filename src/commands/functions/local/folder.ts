import { existsSync, lstatSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { usageError } from '../../../errors.ts';
import { makeFolders } from '../../../lib/files/folders.ts';
import { writeFailure } from '../../../lib/files/target.ts';

/** Folder beside the project file for what can be made again: builds, and where functions run. */
const name = '.appwrite';

/**
 * Makes the folder of a function in `.appwrite`, which Git is told to ignore.
 * @param projectFolder absolute path of the folder of the project file
 * @returns its absolute path
 * @throws CliError exit 2 if something else has the name, exit 1 if it can't be made
 */
export function workFolder(projectFolder: string, functionId: string): string {
  const outer = join(projectFolder, name);
  const folder = join(outer, functionId);
  // A link in a repository could lead anywhere.
  for (const path of [outer, folder])
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === false)
      throw usageError(`${path} is not a folder`, 'move it away: builds of functions go there');
  try {
    makeFolders(folder);
    const ignore = join(outer, '.gitignore');
    if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  } catch (error) {
    throw writeFailure(folder, error);
  }
  return folder;
}

/** Absolute path of the file that says where a function runs. */
export const stateFile = (projectFolder: string, functionId: string): string =>
  join(projectFolder, name, functionId, 'running.json');
