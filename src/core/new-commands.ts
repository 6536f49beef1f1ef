import { type GroupEntry, groups } from '../api/index.ts';
import { type ApiVersion, existsIn } from '../api/versions.ts';

/** The commands that a version of the API has and an older one lacks. */
export interface NewCommands {
  /** Names of new groups. */
  readonly groups: readonly string[];
  /** Names of the other groups with new commands. */
  readonly extended: readonly string[];
}

/**
 * Compares the commands of two versions. Loads every group.
 * @param catalogue groups to compare; for tests
 */
export async function newCommands(
  before: ApiVersion,
  now: ApiVersion,
  catalogue: readonly GroupEntry[] = groups,
): Promise<NewCommands> {
  const present = catalogue.filter((group) => existsIn(group, now));
  const added = present.filter((group) => !existsIn(group, before));
  const old = present.filter((group) => existsIn(group, before));
  const grown = await Promise.all(
    old.map(async ({ name, load }) => {
      const group = await load();
      const known = new Set(
        group.at(before).operations.flatMap(({ command, aliases }) => [command, ...aliases]),
      );
      return group.at(now).operations.some(({ command }) => !known.has(command)) ? [name] : [];
    }),
  );
  return { groups: added.map(({ name }) => name), extended: grown.flat() };
}
