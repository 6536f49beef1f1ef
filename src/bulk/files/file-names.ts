import { safeName } from '../../http/safe-name.ts';

/** The part of a file in a bucket that its local name depends on. */
interface NamedFile {
  readonly id: string;
  readonly name: string;
  /** ISO 8601, which sorts by time. */
  readonly createdAt: string;
}

/**
 * Returns safe names, by ID, for files that are downloaded into one folder. They are unique even on a file system that
 * ignores case. Of files with the same name the oldest keeps it and the others get their ID added, so that the order of
 * the files does not matter.
 */
export function fileNames(files: readonly NamedFile[]): Map<string, string> {
  const oldestFirst = [...files].sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const assign = (id: string, name: string): boolean => {
    if (taken.has(sameKey(name))) return false;
    taken.add(sameKey(name));
    names.set(id, name);
    return true;
  };
  const others = oldestFirst.filter(({ id, name }) => !assign(id, safeName(name, id)));
  for (const { id, name } of others) {
    const [, stem, extension] = /^(.+?)((?:\.[A-Za-z0-9]{1,15})*)$/su.exec(safeName(name, id))!;
    for (let count = 1; !assign(id, `${stem}-${id}${count > 1 ? `-${count}` : ''}${extension}`); count++);
  }
  return names;
}

function sortKey({ createdAt, id }: NamedFile): string {
  return `${createdAt} ${id}`;
}

/** File systems may equate names that differ only in case, or in the Unicode form of an accent. */
function sameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
