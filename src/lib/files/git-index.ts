/** Reads the index of a Git repository, without running Git: the settings of a repository can make Git run programs. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/**
 * Returns true if the file is in the index of the repository that contains it.
 * @param path absolute
 * @returns undefined if that can't be found out: the index is of an unknown form
 */
export function isTrackedByGit(path: string): boolean | undefined {
  const root = repositoryOf(dirname(path));
  if (root === undefined) return false;
  const folder = gitFolderOf(root);
  const index = folder && join(folder, 'index');
  if (index === undefined || !existsSync(index)) return false;
  const wanted = Buffer.from(relative(root, path).split(sep).join('/'));
  return indexHolds(readFileSync(index), wanted);
}

/** Returns the root of the repository that contains a folder; undefined if none does. */
export function repositoryOf(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * Returns the folder of a repository's own files. In a worktree or a submodule, `.git` is a file that names it.
 * @param root of the repository
 */
export function gitFolderOf(root: string): string | undefined {
  const path = join(root, '.git');
  if (statSync(path).isDirectory()) return path;
  const [, target] = /^gitdir: (.+)$/m.exec(readFileSync(path, 'utf8')) ?? [];
  return target && resolve(root, target.trim());
}

const headerBytes = 12;
/** Times, IDs, mode, size, object name and flags of an entry; with extended flags, two bytes more. */
const entryBytes = 62;
const extendedFlag = 0x4000;

/** See gitformat-index(5). Object names of SHA-256 repositories are not read. */
function indexHolds(index: Buffer, wanted: Buffer): boolean | undefined {
  if (index.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = index.readUInt32BE(4);
  const count = index.readUInt32BE(8);
  if (version < 2 || version > 4) return undefined;
  let at = headerBytes;
  let previous = Buffer.alloc(0);
  for (let entry = 0; entry < count; entry++) {
    if (at + entryBytes > index.length) return undefined;
    const isExtended = version > 2 && (index.readUInt16BE(at + entryBytes - 2) & extendedFlag) !== 0;
    let nameAt = at + entryBytes + (isExtended ? 2 : 0);
    let prefix = Buffer.alloc(0);
    if (version === 4) {
      const [removed, next] = readOffset(index, nameAt);
      prefix = previous.subarray(0, previous.length - removed);
      nameAt = next;
    }
    const end = index.indexOf(0, nameAt);
    if (end === -1) return undefined;
    const name = Buffer.concat([prefix, index.subarray(nameAt, end)]);
    if (name.equals(wanted)) return true;
    previous = name;
    // Before version 4, entries are padded with 1 to 8 zeros to a multiple of 8 bytes.
    at = version === 4 ? end + 1 : at + Math.ceil((end - at + 1) / 8) * 8;
  }
  return false;
}

/** Reads a variable-width number. */
function readOffset(index: Buffer, start: number): readonly [value: number, next: number] {
  let at = start;
  let byte = index[at++]!;
  let value = byte & 0x7f;
  while (byte & 0x80) {
    byte = index[at++]!;
    value = ((value + 1) << 7) | (byte & 0x7f);
  }
  return [value, at];
}
