import { consoleSummaries } from '../groups.ts';
import { type GroupEntry, groups } from '../index.ts';
import type { Group } from '../schema.ts';
import { type ApiVersion, existsIn, type Lifetime } from '../versions.ts';

const entry = (
  name: keyof typeof consoleSummaries,
  load: () => Promise<Group>,
  lifetime: Lifetime = {},
): GroupEntry => ({ name, summary: consoleSummaries[name], load, ...lifetime });

/**
 * Groups that only the console's own API has, in alphabetical order, each loaded on demand. Source: the console
 * specifications of Appwrite 1.5 to 1.9.
 */
export const consoleGroups: readonly GroupEntry[] = [
  entry('assistant', () => import('./console.ts').then((module) => module.assistant)),
  entry('console', () => import('./console.ts').then((module) => module.consoleServer)),
  entry('migrations', () => import('./migrations.ts').then((module) => module.migrations)),
  entry('project', () => import('./project.ts').then((module) => module.project), { until: '1.9' }),
  entry('projects', () => import('./projects.ts').then((module) => module.projects)),
  entry('proxy', () => import('./proxy.ts').then((module) => module.proxy)),
  entry('vcs', () => import('./vcs.ts').then((module) => module.vcs)),
];

/** Groups of the public API and of the console's own. A name may stand for one of each, in different versions. */
export const allGroups: readonly GroupEntry[] = [...groups, ...consoleGroups];

/** Finds the group that a version has of this name. */
export function groupIn(version: ApiVersion, name: string): GroupEntry | undefined {
  return allGroups.find((group) => group.name === name && existsIn(group, version));
}

/** Operations of the console's own API in groups of the public one, by the name of the group. */
export const consoleAdditions: Readonly<Record<string, () => Promise<Group>>> = {
  account: () => import('./account.ts').then((module) => module.account),
  databases: () => import('./database-usage.ts').then((module) => module.databases),
  'documents-db': () => import('./database-usage.ts').then((module) => module.documentsDb),
  functions: () => import('./functions-and-sites.ts').then((module) => module.functions),
  project: () => import('./project.ts').then((module) => module.projectAdditions),
  sites: () => import('./functions-and-sites.ts').then((module) => module.sites),
  storage: () => import('./logs-and-usage.ts').then((module) => module.storage),
  'tables-db': () => import('./database-usage.ts').then((module) => module.tablesDb),
  teams: () => import('./logs-and-usage.ts').then((module) => module.teams),
  users: () => import('./logs-and-usage.ts').then((module) => module.users),
  'vectors-db': () => import('./database-usage.ts').then((module) => module.vectorsDb),
};
