/** Compares two backups by what they hold. */
import type { Manifest } from '../../src/backup/folder/manifest.ts';
import { openBackup } from '../../src/backup/folder/open.ts';
import { type Part, shownPart } from '../../src/backup/parts.ts';
import { members } from '../../src/lib/json/slices.ts';

/** A member that differs in an item: `users ada $createdAt`. */
export type Difference = string;

type Item = Readonly<Record<string, unknown>>;

/** Returns what an item is found by in the other backup: servers choose the IDs of memberships. */
const keyOf = (part: Part, item: Item): string =>
  String(part.kind === 'memberships' ? item.userId : item.$id);

/** @param one, other absolute paths */
export async function differencesOf(one: string, other: string): Promise<Difference[]> {
  const [a, b] = [await openBackup(one), await openBackup(other)];
  const differences = new Set<Difference>();
  const files = (manifest: Manifest) => new Map(manifest.others.map(({ path, sha256 }) => [path, sha256]));
  const [filesOfA, filesOfB] = [files(a.manifest), files(b.manifest)];
  for (const path of new Set([...filesOfA.keys(), ...filesOfB.keys()]))
    if (filesOfA.get(path) !== filesOfB.get(path)) differences.add(`file ${path}`);
  const parts = new Map([...a.parts, ...b.parts].map((part) => [shownPart(part), part]));
  for (const [shown, part] of parts) {
    if (!a.entryOf(part) || !b.entryOf(part)) {
      differences.add(`${shown}: only in one`);
      continue;
    }
    const [itemsOfA, itemsOfB] = [await itemsOf(a.items(part), part), await itemsOf(b.items(part), part)];
    for (const key of new Set([...itemsOfA.keys(), ...itemsOfB.keys()])) {
      const [x, y] = [itemsOfA.get(key), itemsOfB.get(key)];
      if (!x || !y) differences.add(`${shown} ${key}: only in one`);
      else
        for (const name of new Set([...x.keys(), ...y.keys()]))
          if (x.get(name) !== y.get(name)) differences.add(`${part.kind} ${name}`);
    }
  }
  return [...differences].sort();
}

/** Members of each item as JSON texts. */
async function itemsOf(lines: AsyncIterable<string>, part: Part): Promise<Map<string, Map<string, string>>> {
  const found = new Map<string, Map<string, string>>();
  for await (const line of lines) {
    const item: Item = JSON.parse(line);
    found.set(keyOf(part, item), members(line));
  }
  return found;
}
