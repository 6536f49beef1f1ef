import { groups } from '../../api/index.ts';
import type { Operation } from '../../api/schema.ts';
import type { CommandSpec } from '../../core/spec.ts';
import { type Entry, isGroup } from '../entry.ts';

/** A command, and where it stands in the tree. */
export interface Place {
  readonly entry: string;
  /** Whether it is the entry itself, and not below it. */
  readonly isEntry: boolean;
  readonly spec: CommandSpec;
  /** What the command calls, or the list it chooses from; undefined for others written by hand. */
  readonly operation: Operation | undefined;
  /** The operations of its group. */
  readonly siblings: readonly Operation[];
}

/** The commands below a first word, or the one command that it is. */
export async function placesOf(entry: Entry): Promise<readonly Place[]> {
  const group = groups.find(({ name }) => name === entry.name);
  const [loaded, api] = await Promise.all([entry.load(), group?.load()]);
  const siblings = api?.operations ?? [];
  const isEntry = !isGroup(loaded);
  return (isEntry ? [loaded] : loaded).map((spec) => {
    const wanted = spec.completesAs ?? spec.name;
    const operation = siblings.find(({ command }) => command === wanted);
    return { entry: entry.name, isEntry, spec, operation, siblings };
  });
}
