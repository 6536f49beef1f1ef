import { type ApiVersion, apiVersions, isAtLeast } from '../api/versions.ts';
import type { CommandSpec } from '../core/spec.ts';
import { isCalled, isGroup, loadAll } from './entry.ts';
import { entriesIn } from './registry.ts';
import { knownSpellings } from './scan.ts';
import { twinName } from './twins.ts';

/** A command of a group, with the words that name it. */
export interface NamedCommand {
  readonly group: string;
  readonly spec: CommandSpec;
}

export function pathOf({ group, spec }: NamedCommand): string {
  return `${group} ${spec.name}`;
}

/** Returns the versions that have an entry, from the oldest. */
export function versionsWithEntry(name: string): ApiVersion[] {
  return apiVersions.filter((version) => entriesIn(version).some((entry) => entry.name === name));
}

/**
 * Returns the command of a group in each version that has one, from the oldest.
 * @param names any of them may be its name or an alias
 */
export async function commandByVersion(
  group: string,
  names: readonly string[],
): Promise<ReadonlyMap<ApiVersion, CommandSpec>> {
  const found = await Promise.all(
    apiVersions.map(async (version) => {
      const spec = (await commandsOf(group, version)).find((one) =>
        names.some((typed) => isCalled(one, typed)),
      );
      return [version, spec] as const;
    }),
  );
  return new Map(found.flatMap(([version, spec]) => (spec ? [[version, spec]] : [])));
}

/** First versions of a command and its flags, as far as they are not the oldest version of all. */
export interface CommandHistory {
  readonly since: ApiVersion | undefined;
  /** Flags that are newer than the command, by their keys. */
  readonly flagsSince: ReadonlyMap<string, ApiVersion>;
}

/** Returns since when a version has a command and its flags. In the oldest version it loads nothing. */
export async function historyOf(
  group: string,
  { name, aliases = [], flags }: CommandSpec,
  version: ApiVersion,
): Promise<CommandHistory> {
  const [oldest] = apiVersions;
  if (version === oldest) return { since: undefined, flagsSince: new Map() };
  const specs = [...(await commandByVersion(group, [name, ...aliases]))];
  const first = specs[0]?.[0];
  const firstWith = (key: string) =>
    specs.find(([, spec]) => spec.flags.some((flag) => flag.key === key))?.[0] ?? version;
  const later = flags
    .map(({ key }) => [key, firstWith(key)] as const)
    .filter(([, since]) => since !== first && isAtLeast(version, since));
  return { since: first === oldest ? undefined : first, flagsSince: new Map(later) };
}

/**
 * Returns the versions in which a command has a flag, from the oldest.
 * @param typed the flag as it is typed, such as `--no-enabled`
 */
export async function versionsWithFlag(
  group: string,
  { name, aliases = [] }: CommandSpec,
  typed: string,
): Promise<ApiVersion[]> {
  const specs = await commandByVersion(group, [name, ...aliases]);
  return [...specs].flatMap(([version, { flags }]) => (knownSpellings(flags).has(typed) ? [version] : []));
}

/** Returns all commands in groups that a version has. */
export async function groupedCommands(version: ApiVersion): Promise<readonly NamedCommand[]> {
  const all = entriesIn(version).map(async ({ name: group }) => {
    const commands = await commandsOf(group, version);
    return commands.map((spec) => ({ group, spec }));
  });
  return (await Promise.all(all)).flat();
}

async function commandsOf(group: string, version: ApiVersion): Promise<readonly CommandSpec[]> {
  const entry = entriesIn(version).find(({ name }) => name === group);
  const loaded = entry && (await loadAll(entry));
  return loaded && isGroup(loaded) ? loaded : [];
}

/**
 * Returns the command, or else the group, that does in a version what one of another version does.
 * @param missing the command in a version that has it; undefined for the whole group
 * @returns undefined if there is none
 */
export async function substitute(
  group: string,
  missing: CommandSpec | undefined,
  version: ApiVersion,
): Promise<string | undefined> {
  const commands = await groupedCommands(version);
  const twin = commands.find(({ spec }) => spec.replacement?.startsWith(`${group} `))?.group;
  if (!missing) return twin;
  const found =
    commands.find((command) => pathOf(command) === missing.replacement) ??
    commands.find(({ spec }) => spec.replacement === `${group} ${missing.name}`) ??
    commands.find((command) => command.group === twin && command.spec.name === twinName(missing.name));
  return found && pathOf(found);
}
