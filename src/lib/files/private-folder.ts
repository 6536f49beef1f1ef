import { chmodSync, readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolders } from './folders.ts';

/** Effective user ID of the process; undefined on systems without file owners. */
type UserId = number | undefined;

/**
 * Ensures a folder that only the user can open (0700), regardless of the umask; missing parents are created likewise.
 * An existing folder that also holds other files, such as a home folder given by mistake, keeps its mode.
 * @param folder absolute
 * @param isOurs true if a file of this name belongs to this program
 * @returns false for a folder of another user, who could replace what is in it: it must not be used
 * @throws the errors of the file system
 */
export function ensurePrivateFolder(folder: string, uid: UserId, isOurs: (name: string) => boolean): boolean {
  makeFolders(folder, 0o700);
  if (isForeign(folder, uid)) return false;
  if (uid !== undefined && isOpen(statSync(folder).mode) && readdirSync(folder).every(isOurs))
    chmodSync(folder, 0o700);
  return true;
}

/**
 * The same for a folder of this program inside another one of its own, such as `appwrite-cli/completion`: neither may be
 * another user's.
 */
export function ensurePrivateSubfolder(folder: string, uid: UserId): boolean {
  return !isForeign(dirname(folder), uid) && ensurePrivateFolder(folder, uid, () => true);
}

/** True if a folder, or the target of a link to it, exists and another user owns it. */
export function isForeign(folder: string, uid: UserId): boolean {
  const stats = uid === undefined ? undefined : statSync(folder, { throwIfNoEntry: false });
  return stats !== undefined && stats.uid !== uid;
}

/** True if other users have access. A folder with the sticky bit, such as /tmp, is shared on purpose. */
function isOpen(mode: number): boolean {
  return (mode & 0o777) !== 0o700 && (mode & 0o1000) === 0;
}
