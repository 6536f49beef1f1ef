import { type ApiVersion, apiVersions } from '../api/versions.ts';

/** A thing as each version that has it has it, from the oldest version. */
export type ByVersion<T> = ReadonlyMap<ApiVersion, T>;

/**
 * Merges the lists of several versions into one that keeps the order of each: what is new in a version follows what it
 * follows there.
 * @param id equal for the same thing in several versions
 */
export function mergeVersions<T>(
  lists: ByVersion<readonly T[]>,
  id: (item: T) => string,
): readonly ByVersion<T>[] {
  const merged: Map<ApiVersion, T>[] = [];
  const byId = new Map<string, Map<ApiVersion, T>>();
  for (const [version, items] of lists) {
    let end = 0;
    for (const item of items) {
      const known = byId.get(id(item));
      const found = known ?? new Map<ApiVersion, T>();
      found.set(version, item);
      if (!known) {
        byId.set(id(item), found);
        merged.splice(end, 0, found);
      }
      end = merged.indexOf(found) + 1;
    }
  }
  return merged;
}

/** Loads something for every version. */
export async function inEveryVersion<T>(
  load: (version: ApiVersion) => Promise<T> | T,
): Promise<ByVersion<T>> {
  const loaded = apiVersions.map(async (version) => [version, await load(version)] as const);
  return new Map(await Promise.all(loaded));
}
