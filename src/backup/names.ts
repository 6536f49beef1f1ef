/** Names of files in a backup, made of IDs. They mean the same on every file system. */

/** Names that Windows reserves, with any ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/**
 * Returns the name for an ID, which is the ID itself but for a few. IDs have no `~`, so no two get the same name.
 * @param id of the form that servers require: it has neither `/` nor a leading dot
 */
export function fileNameOf(id: string): string {
  const isRefused = reserved.test(id);
  // Windows drops a final dot. A folder `x.ndjson` would have the path of the lines of `x`.
  const isAmbiguous = id.endsWith('.') || id.toLowerCase().endsWith('.ndjson');
  return `${isRefused ? '~' : ''}${id}${isAmbiguous ? '~' : ''}`;
}

/**
 * Returns the name of the bytes of a file. Names with capitals get a number that says which letters are capitals: file
 * systems may ignore case, and files are too many to look for collisions.
 */
export function bytesNameOf(fileId: string): string {
  const capitals = fileId.replace(/./gs, (letter) => (/[A-Z]/.test(letter) ? '1' : '0'));
  const suffix = capitals.includes('1') ? `~${BigInt(`0b${capitals}`).toString(16)}` : '';
  return fileNameOf(fileId) + suffix;
}

/** Returns a path as a file system may see it that ignores case. */
export const folded = (path: string): string => path.toLowerCase();

/**
 * Returns the paths, of which those that differ in case only get a number: `a/Posts.ndjson`, `a/posts~2.ndjson`.
 * @param paths distinct
 */
export function withoutCollisions(paths: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Map<string, number>();
  return new Map(
    paths.toSorted().map((path) => {
      const count = (taken.get(folded(path)) ?? 0) + 1;
      taken.set(folded(path), count);
      return [path, count === 1 ? path : path.replace(/(?=\.ndjson$)/, `~${count}`)];
    }),
  );
}
