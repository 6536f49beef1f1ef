import { chmodSync, readdirSync, statSync } from 'node:fs';
import type { Context } from '../context.ts';
import { CliError, ExitCode } from '../errors.ts';
import { makeFolders } from '../lib/files/folders.ts';
import { reasonOf } from '../lib/files/fs-error.ts';

/**
 * Sees to a folder that only the user can look into (0700), whatever the umask. Folders made on the way to it are as
 * closed. One that exists and holds other things too, such as a home folder that was named by mistake, keeps its mode.
 * @param isOurs tells by its name whether something in the folder is the program's own
 * @throws CliError exit 1 where it can't be made, or belongs to another user
 */
export function ensurePrivateFolder(
  context: Context,
  folder: string,
  isOurs: (name: string) => boolean,
): void {
  try {
    makeFolders(folder, 0o700);
    const stats = statSync(folder);
    if (context.uid !== undefined && stats.uid !== context.uid) throw foreign(folder);
    if (context.uid !== undefined && isOpen(stats.mode) && readdirSync(folder).every(isOurs)) {
      chmodSync(folder, 0o700);
    }
  } catch (error) {
    throw error instanceof CliError ? error : notWritable(folder, error);
  }
}

/** A folder with the sticky bit, such as /tmp, is meant for everybody. */
function isOpen(mode: number): boolean {
  return (mode & 0o777) !== 0o700 && (mode & 0o1000) === 0;
}

/** The error for a folder or file that can't be written. */
export function notWritable(path: string, cause: unknown): CliError {
  return new CliError(ExitCode.failure, `can't write ${path}: ${reasonOf(cause)}`, {
    cause,
    hint: 'set APPWRITE_CLI_CONFIG_DIR to a folder of your own; or keep to APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID and APPWRITE_API_KEY, which need no file',
  });
}

function foreign(folder: string): CliError {
  return new CliError(ExitCode.failure, `the config folder ${folder} belongs to another user`, {
    hint: 'set APPWRITE_CLI_CONFIG_DIR to a folder of your own',
  });
}
