import type { Module } from './core/module.ts';
import { accountModule } from './services/account/account.ts';
import { avatarsModule } from './services/avatars/avatars.ts';
import { consoleModule } from './services/console/console.ts';
import { consoleServerModule } from './services/console/server.ts';
import { databasesModule } from './services/databases/module.ts';
import { functionsModule } from './services/functions/functions.ts';
import { graphqlModule } from './services/graphql/module.ts';
import { healthModule } from './services/health/health.ts';
import { localeModule } from './services/locale/locale.ts';
import { logsModule } from './services/logs/logs.ts';
import { messagingModule } from './services/messaging/messaging.ts';
import { migrationsModule } from './services/migrations/migrations.ts';
import { projectModule } from './services/project/project.ts';
import { proxyModule } from './services/proxy/proxy.ts';
import { outboxModule } from './services/state/outbox.ts';
import { stateModule } from './services/state/state.ts';
import { storageModule } from './services/storage/storage.ts';
import { teamsModule } from './services/teams/teams.ts';
import { usageModule } from './services/usage/usage.ts';
import { usersModule } from './services/users/users.ts';
import { vcsModule } from './services/vcs/vcs.ts';

/** All services of the sandbox. A new service is added here, and nowhere else. */
export const modules: readonly Module[] = [
  accountModule,
  avatarsModule,
  consoleModule,
  consoleServerModule,
  databasesModule,
  functionsModule,
  graphqlModule,
  healthModule,
  localeModule,
  logsModule,
  messagingModule,
  migrationsModule,
  outboxModule,
  projectModule,
  proxyModule,
  stateModule,
  storageModule,
  teamsModule,
  usageModule,
  usersModule,
  vcsModule,
];
