/** Lays the entries of an environment's file over those of the others. */
import type { KindName } from '../model/kind.ts';
import { type FileProblem, keyOf } from '../model/state.ts';
import { type EntryList, entryKey, type FileEntry, reopened, type Section, withContents } from './outline.ts';
import { placeOf } from './source.ts';

export interface Overlaid {
  readonly sections: readonly Section[];
  readonly problems: readonly FileProblem[];
}

/**
 * Replaces members of entries by those of an overlay. Entries are matched by identity; null removes a member, and an
 * entry that is absent in the environment is left out. New entries are added.
 */
export function overlaid(base: readonly Section[], overlay: readonly Section[]): Overlaid {
  const problems: FileProblem[] = [];
  const over = new Map<string, FileEntry>();
  const unmatched: Section[] = [];
  // Of functions, an overlay may set variables beside the entry of the function.
  const known = new Set(
    base.flatMap(({ entries }) => entries.flatMap(withContents).flatMap((entry) => entryKey(entry) ?? [])),
  );
  for (const section of overlay) {
    const added = section.entries.filter((entry) => {
      const key = entryKey(entry);
      if (key === undefined || !known.has(key)) return true;
      over.set(key, merged(over.get(key), entry, problems));
      return false;
    });
    if (added.length > 0 || section.entries.length === 0)
      unmatched.push({ ...section, entries: presentOnly(added, problems) });
  }
  const applied = (entry: FileEntry): FileEntry[] => {
    const above = over.get(entryKey(entry) ?? '');
    if (above?.isAbsent) return [];
    const own = above ? merged(entry, above, problems) : entry;
    const opened = own.open();
    const contents = [...opened.contents].map(
      ([kind, list]) => [kind, { ...list, entries: list.entries.flatMap(applied) }] as const,
    );
    return [reopened(own, { ...opened, contents: new Map(contents) })];
  };
  const sections = base.map((section) => ({ ...section, entries: section.entries.flatMap(applied) }));
  return { sections: [...sections, ...unmatched], problems };
}

function presentOnly(entries: readonly FileEntry[], problems: FileProblem[]): FileEntry[] {
  return entries.filter((entry) => {
    if (entry.isAbsent)
      problems.push({
        place: placeOf(entry.at),
        message: `the environment leaves out ${entryName(entry)}, which no other file has`,
      });
    return !entry.isAbsent;
  });
}

const entryName = ({ kind, path }: FileEntry) =>
  path === undefined ? `a ${kind.name}` : keyOf({ kind: kind.name, path });

function merged(base: FileEntry | undefined, above: FileEntry, problems: FileProblem[]): FileEntry {
  if (!base || above.isAbsent) return above;
  const [below, over] = [base.open(), above.open()];
  const members = new Map(below.members);
  for (const [name, value] of over.members) {
    if (value.plain === null) members.delete(name);
    else members.set(name, value);
  }
  const contents = new Map<KindName, EntryList>(
    [...below.contents].filter(([, { at }]) => [...members.values()].some(({ plain }) => plain === at.plain)),
  );
  for (const [kind, list] of over.contents)
    contents.set(kind, mergedList(below.contents.get(kind), list, problems));
  return reopened(base, { members, contents, problems: [...below.problems, ...over.problems] });
}

function mergedList(base: EntryList | undefined, above: EntryList, problems: FileProblem[]): EntryList {
  if (!base) return { ...above, entries: presentOnly(above.entries, problems) };
  const byKey = new Map(above.entries.map((entry) => [entryKey(entry), entry] as const));
  const known = new Set(base.entries.map(entryKey));
  const kept = base.entries.flatMap((entry) => {
    const key = entryKey(entry);
    const over = key === undefined ? undefined : byKey.get(key);
    if (!over) return entry;
    return over.isAbsent ? [] : merged(entry, over, problems);
  });
  const added = above.entries.filter((entry) => !known.has(entryKey(entry)));
  return { ...base, entries: [...kept, ...presentOnly(added, problems)] };
}
