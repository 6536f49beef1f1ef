import type { CommandSpec } from '../core/spec.ts';

/** Commands of our own that stand beside the operations of an API group; they are loaded with the group. */
export const extras: Readonly<Record<string, () => Promise<readonly CommandSpec[]>>> = {
  databases: () => import('../commands/databases/index.ts').then((module) => module.documentCommands),
  functions: () => import('../commands/functions/index.ts').then((module) => module.functionCommands),
  health: () => import('../commands/health/index.ts').then((module) => module.healthCommands),
  storage: () => import('../commands/storage/index.ts').then((module) => module.storageCommands),
  users: () => import('../commands/users/index.ts').then((module) => module.userCommands),
};
