import type { Module } from './core/module.ts';
import { account } from './services/account/module.ts';
import { avatars } from './services/avatars/avatars.ts';
import { consoleModule } from './services/console/module.ts';
import { databases } from './services/databases/module.ts';
import { functions } from './services/functions/functions.ts';
import { graphql } from './services/graphql/module.ts';
import { health } from './services/health/health.ts';
import { locale } from './services/locale/locale.ts';
import { messaging } from './services/messaging/messaging.ts';
import { storage } from './services/storage/module.ts';
import { teams } from './services/teams/teams.ts';
import { users } from './services/users/module.ts';

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
