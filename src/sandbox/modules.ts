import { account } from './account/account.ts';
import { avatars } from './avatars/avatars.ts';
import { consoleModule } from './console/console.ts';
import { databases } from './databases/module.ts';
import { functions } from './functions/functions.ts';
import { graphql } from './graphql/graphql.ts';
import { health } from './health/health.ts';
import { locale } from './locale/locale.ts';
import { messaging } from './messaging/messaging.ts';
import type { Module } from './module.ts';
import { storage } from './storage/storage.ts';
import { teams } from './teams/teams.ts';
import { users } from './users/users.ts';

/** Every part of the sandbox. A new one is added here, and nowhere else. */
export const modules: readonly Module[] = [
  databases,
  storage,
  health,
  locale,
  users,
  teams,
  account,
  consoleModule,
  functions,
  messaging,
  avatars,
  graphql,
];
