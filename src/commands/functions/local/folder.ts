import { existsSync, linkSync, lstatSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { usageError } from '../../../errors.ts';
import { makeFolders } from '../../../lib/files/folders.ts';
import { codeOf } from '../../../lib/files/fs-error.ts';
import { writeFailure } from '../../../lib/files/target.ts';
import { isRunning, thisProcess } from '../../../lib/process/identity.ts';

/** Folder beside the project file for what can be made again: builds, and where functions run. */
const name = '.appwrite';

/**
 * Makes the folder of a function in `.appwrite`, which a .gitignore excludes from Git.
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

/**
 * Runs work while no other process does work on the same folder, such as a build. A lock whose owner has ended counts for
 * nothing.
 * @param folder absolute
 * @param sleep waits between two tries; rejects to give up
 */
export async function alone<Value>(
  folder: string,
  sleep: (delayMs: number) => Promise<void>,
  work: () => Promise<Value>,
): Promise<Value> {
  const path = join(folder, 'lock');
  while (!acquire(path)) await sleep(betweenTriesMs);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

const betweenTriesMs = 50;

/** @returns false if another process has the lock */
function acquire(path: string): boolean {
  const draft = `${path}.${process.pid}`;
  try {
    // A link appears with its content, so that no process reads a lock without an owner.
    writeFileSync(draft, JSON.stringify(thisProcess()));
    linkSync(draft, path);
    return true;
  } catch (error) {
    const code = codeOf(error);
    // Some file systems have no hard links, and so no lock: two builds at once may then disturb one another.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return true;
    if (code !== 'EEXIST') throw writeFailure(path, error);
    if (!isOwned(path)) rmSync(path, { force: true });
    return false;
  } finally {
    rmSync(draft, { force: true });
  }
}

function isOwned(path: string): boolean {
  try {
    return isRunning(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    // Released in the meantime.
    return codeOf(error) === 'ENOENT';
  }
}

/** Absolute path of the file that says where a function runs. */
export const stateFile = (projectFolder: string, functionId: string): string =>
  join(projectFolder, name, functionId, 'running.json');
