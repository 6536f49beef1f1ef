import { readlinkSync } from 'node:fs';
import { CliError, ExitCode } from '../../errors.ts';
import { isDecoded, isUtf8Name, nameOfBytes, shownName } from '../files/names.ts';

/**
 * Returns the absolute path of the current folder.
 * @param cwd that of Node
 * @throws CliError exit 1 if it has been deleted, or if its path is not UTF-8: the path that Node returns then is another
 */
export function currentFolder(cwd: () => string): string {
  const folder = decodedFolder(cwd);
  const path = isDecoded(folder) ? undefined : exactFolder();
  if (path === undefined || isUtf8Name(path)) return folder;
  throw new CliError(ExitCode.failure, `the path of the current folder is not UTF-8: ${shownName(path)}`, {
    hint: 'rename it, or change to another folder: cd ~',
  });
}

function decodedFolder(cwd: () => string): string {
  try {
    return cwd();
  } catch (error) {
    throw new CliError(ExitCode.failure, "the current folder does not exist any more, or can't be read", {
      hint: 'change to another folder: cd ~',
      cause: error,
    });
  }
}

/** Returns the path as `nameOfBytes` does; undefined on systems other than Linux. */
function exactFolder(): string | undefined {
  try {
    return nameOfBytes(readlinkSync('/proc/self/cwd', 'buffer'));
  } catch {
    return undefined;
  }
}
