import type { Group } from '../schema.ts';

/**
 * Operations of the console's own API, in groups that are loaded when they are asked for. A group may have the name of
 * a public one; its operations then belong to that group. They are no commands yet: the program's logins and the
 * sandbox use them. Source: the console specification of Appwrite 1.5.
 */
export const consoleGroups: readonly (() => Promise<Group>)[] = [
  () => import('./account.ts').then((module) => module.account),
  () => import('./additions.ts').then((module) => module.health),
  () => import('./additions.ts').then((module) => module.teams),
  () => import('./additions.ts').then((module) => module.users),
  () => import('./projects.ts').then((module) => module.projects),
];
