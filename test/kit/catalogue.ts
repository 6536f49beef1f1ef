import { consoleAdditions, consoleGroups } from '../../src/api/console/index.ts';
import { groups } from '../../src/api/index.ts';
import type { Group } from '../../src/api/schema.ts';

/** The groups of the public API. */
export const publicGroups: readonly Group[] = await Promise.all(groups.map(({ load }) => load()));

/** The groups of the console's own API; some have the name of a public one. */
export const groupsOfConsole: readonly Group[] = await Promise.all([
  ...consoleGroups.map(({ load }) => load()),
  ...Object.values(consoleAdditions).map((load) => load()),
]);

const operationsOf = (all: readonly Group[]) => all.flatMap(({ operations }) => operations);

export const publicOperations = operationsOf(publicGroups);
export const consoleOperations = operationsOf(groupsOfConsole);

/** Every operation of the catalogue. */
export const everyOperation = [...publicOperations, ...consoleOperations];

/** Names of all groups. */
export const groupNames = [...new Set(everyOperation.map(({ group }) => group))];
