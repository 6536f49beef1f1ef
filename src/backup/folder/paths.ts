/** Paths of backups, and within them, these with slashes. They may come from anywhere. */
import { posix } from 'node:path';

/** True if the name is that of a backup in one file. */
export const isArchive = (path: string): boolean => /\.(tar\.gz|tgz)$/i.test(path);

/** True for a path that stays below its folder on every system. */
export function isInside(path: string): boolean {
  const names = path.split('/');
  return (
    !/[\\\0]|^[A-Za-z]:/.test(path) && names.every((name) => name !== '' && name !== '.' && name !== '..')
  );
}

/** True if a symbolic link stays below the folder, as those in the code of functions do. */
export function isLinkInside(path: string, target: string): boolean {
  const end = posix.normalize(posix.join(posix.dirname(path), target));
  return !/^\/|\\|\0|^[A-Za-z]:/.test(target) && target !== '' && end !== '..' && !end.startsWith('../');
}
