import { groups } from '../api/index.ts';
import type { Operation } from '../api/schema.ts';
import { type Entry, isGroup } from '../command/entries.ts';
import type { CommandSpec } from '../command/spec.ts';

/** A command, and where it stands in the tree. */
export interface Place {
  readonly entry: string;
  /** Whether it is the entry itself, and not below it. */
  readonly isEntry: boolean;
  readonly spec: CommandSpec;
  /** What the command calls, or whose items it chooses from; undefined for others written by hand. */
  readonly operation: Operation | undefined;
  /** The operations of its group. */
  readonly siblings: readonly Operation[];
}

/** The lists that commands in bulk choose from, with the same flags as the list itself. */
const choosesFrom: Readonly<Record<string, string>> = {
  'databases export-documents': 'list-documents',
  'databases delete-documents': 'list-documents',
  'users export': 'list',
  'users delete-many': 'list',
};

/** The commands of an entry, or the one command it is. */
export async function placesOf(entry: Entry): Promise<readonly Place[]> {
  const group = groups.find(({ name }) => name === entry.name);
  const [loaded, api] = await Promise.all([entry.load(), group?.load()]);
  const siblings = api?.operations ?? [];
  const isEntry = !isGroup(loaded);
  return (isEntry ? [loaded] : loaded).map((spec) => {
    const called = choosesFrom[`${entry.name} ${spec.name}`] ?? spec.name;
    const operation = siblings.find(({ command }) => command === called);
    return { entry: entry.name, isEntry, spec, operation, siblings };
  });
}
