import { chmodSync, readdirSync, statSync } from 'node:fs';
import type { Context } from '../../context.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { makeFolders } from './folders.ts';
import { reasonOf } from './fs-error.ts';

/**
 * Ensures a folder that only the user can open (0700), regardless of the umask; missing parents are created likewise.
 * An existing folder that also holds other files, such as a home folder given by mistake, keeps its mode.
 * @param isOurs true if a file of this name belongs to this program
 * @throws CliError exit 1 if the folder can't be created or belongs to another user
 */
export function ensurePrivateFolder(
  context: Context,
  folder: string,
  isOurs: (name: string) => boolean,
): void {
  try {
    makeFolders(folder, 0o700);
    const stats = statSync(folder);
    if (context.uid !== undefined && stats.uid !== context.uid) throw ownedByAnother(folder);
    if (context.uid !== undefined && isOpen(stats.mode) && readdirSync(folder).every(isOurs)) {
      chmodSync(folder, 0o700);
    }
  } catch (error) {
    throw error instanceof CliError ? error : notWritable(folder, error);
  }
}

/** True if other users have access. A folder with the sticky bit, such as /tmp, is shared on purpose. */
function isOpen(mode: number): boolean {
  return (mode & 0o777) !== 0o700 && (mode & 0o1000) === 0;
}

/** Returns the error for a folder or file that can't be written. */
export function notWritable(path: string, cause: unknown): CliError {
  return new CliError(ExitCode.failure, `can't write ${path}: ${reasonOf(cause)}`, {
    cause,
    hint: 'set APPWRITE_CLI_CONFIG_DIR to a folder of your own; or keep to APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID and APPWRITE_API_KEY, which need no file',
  });
}

function ownedByAnother(folder: string): CliError {
  return new CliError(ExitCode.failure, `the config folder ${folder} belongs to another user`, {
    hint: 'set APPWRITE_CLI_CONFIG_DIR to a folder of your own',
  });
}
