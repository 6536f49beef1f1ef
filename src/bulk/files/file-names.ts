import { safeName } from '../../http/safe-name.ts';

/** What a file in a bucket says of itself, as far as its name on disk depends on it. */
interface Named {
  readonly id: string;
  readonly name: string;
  /** As the server writes it, so that texts sort as times do. */
  readonly createdAt: string;
}

/**
 * Safe names for files that go into one folder, each unlike all others even where upper and lower case are the same. Of
 * files with the same name the oldest keeps it, the others get their ID into it; so the order of the files does not
 * matter.
 * @returns the names by ID
 */
export function fileNames(files: readonly Named[]): Map<string, string> {
  const oldestFirst = [...files].sort((a, b) => (age(a) < age(b) ? -1 : 1));
  const names = new Map<string, string>();
  const taken = new Set<string>();
  const give = (id: string, name: string): boolean => {
    if (taken.has(sameKey(name))) return false;
    taken.add(sameKey(name));
    names.set(id, name);
    return true;
  };
  const others = oldestFirst.filter(({ id, name }) => !give(id, safeName(name, id)));
  for (const { id, name } of others) {
    const [, stem, extension] = /^(.+?)((?:\.[A-Za-z0-9]{1,15})*)$/su.exec(safeName(name, id))!;
    for (let count = 1; !give(id, `${stem}-${id}${count > 1 ? `-${count}` : ''}${extension}`); count++);
  }
  return names;
}

function age({ createdAt, id }: Named): string {
  return `${createdAt} ${id}`;
}

/** File systems take names for the same that differ in case, or in how an accent is written. */
function sameKey(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
