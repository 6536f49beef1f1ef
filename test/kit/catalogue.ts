import { consoleAdditions, consoleGroups } from '../../src/api/console/index.ts';
import { groups } from '../../src/api/index.ts';
import type { Group, Operation } from '../../src/api/schema.ts';
import { type ApiVersion, defaultApiVersion, existsIn, type Lifetime } from '../../src/api/versions.ts';

interface Loaded {
  readonly entry: Lifetime;
  readonly group: Group;
}

const loaded = (entries: readonly (Lifetime & { load(): Promise<Group> })[]): Promise<Loaded[]> =>
  Promise.all(entries.map(async (entry) => ({ entry, group: await entry.load() })));

const allPublic = await loaded(groups);
const allOfConsole = await loaded(consoleGroups);
const allAdditions = await loaded(Object.values(consoleAdditions).map((load) => ({ load })));

const groupsIn = (all: readonly Loaded[], version: ApiVersion): Group[] =>
  all.filter(({ entry }) => existsIn(entry, version)).map(({ group }) => group.at(version));

/** The groups of the public API that a version has. */
export const publicGroupsIn = (version: ApiVersion): readonly Group[] => groupsIn(allPublic, version);

/** The groups of the console's own API that a version has; some have the name of a public one. */
export const groupsOfConsoleIn = (version: ApiVersion): readonly Group[] => [
  ...groupsIn(allOfConsole, version),
  ...groupsIn(allAdditions, version).filter(({ operations }) => operations.length > 0),
];

const operationsOf = (all: readonly Group[]) => all.flatMap(({ operations }) => operations);

const known = new Map<ApiVersion, readonly Operation[]>();

/** Every operation that the catalogue has in a version. */
export function everyOperationIn(version: ApiVersion): readonly Operation[] {
  const found =
    known.get(version) ?? operationsOf([...publicGroupsIn(version), ...groupsOfConsoleIn(version)]);
  known.set(version, found);
  return found;
}

/** The groups of the public API, as the default version has them; so with the rest. */
export const publicGroups = publicGroupsIn(defaultApiVersion);
export const groupsOfConsole = groupsOfConsoleIn(defaultApiVersion);

export const publicOperations = operationsOf(publicGroups);
export const consoleOperations = operationsOf(groupsOfConsole);

export const everyOperation = everyOperationIn(defaultApiVersion);
