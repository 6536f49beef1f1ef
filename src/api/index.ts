/** Groups of the API, each loaded on demand. */
import { summaries } from './groups.ts';
import type { Group } from './schema.ts';
import type { Lifetime } from './versions.ts';

/** A group before its operations are loaded: enough for the top level of the help. */
export interface GroupEntry extends Lifetime {
  readonly name: string;
  readonly summary: string;
  load(): Promise<Group>;
}

const entry = (
  name: keyof typeof summaries,
  load: () => Promise<Group>,
  lifetime: Lifetime = {},
): GroupEntry => ({ name, summary: summaries[name], load, ...lifetime });

/** All groups, in alphabetical order. */
export const groups: readonly GroupEntry[] = [
  entry('account', () => import('./account.ts').then((module) => module.account)),
  entry('avatars', () => import('./avatars.ts').then((module) => module.avatars)),
  entry('databases', () => import('./databases.ts').then((module) => module.databases)),
  entry('documents-db', () => import('./documents-db.ts').then((module) => module.documentsDb), {
    since: '1.9',
  }),
  entry('functions', () => import('./functions.ts').then((module) => module.functions)),
  entry('graphql', () => import('./graphql.ts').then((module) => module.graphql)),
  entry('health', () => import('./health.ts').then((module) => module.health)),
  entry('locale', () => import('./locale.ts').then((module) => module.locale)),
  entry('messaging', () => import('./messaging.ts').then((module) => module.messaging)),
  entry('project', () => import('./project.ts').then((module) => module.project), { since: '1.9' }),
  entry('sites', () => import('./sites.ts').then((module) => module.sites), { since: '1.7' }),
  entry('storage', () => import('./storage.ts').then((module) => module.storage)),
  entry('tables-db', () => import('./tables-db.ts').then((module) => module.tablesDb), { since: '1.8' }),
  entry('teams', () => import('./teams.ts').then((module) => module.teams)),
  entry('tokens', () => import('./tokens.ts').then((module) => module.tokens), { since: '1.7' }),
  entry('users', () => import('./users.ts').then((module) => module.users)),
  entry('vectors-db', () => import('./vectors-db.ts').then((module) => module.vectorsDb), { since: '1.9' }),
  entry('webhooks', () => import('./webhooks.ts').then((module) => module.webhooks), { since: '1.9' }),
];
