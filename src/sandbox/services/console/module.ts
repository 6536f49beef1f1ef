import type { Module } from '../../core/module.ts';
import { findTeam } from '../teams/access.ts';
import { nothing } from '../users/views.ts';
import { projectHandlers } from './console.ts';
import { keyHandlers } from './keys.ts';
import { platformHandlers } from './platforms.ts';
import { settingHandlers } from './settings.ts';

/** What the console alone can do: projects, their keys, platforms and settings. */
export const consoleModule: Module = {
  handlers: {
    ...projectHandlers,
    ...settingHandlers,
    ...keyHandlers,
    ...platformHandlers,
    'teams.listLogs': (call) => {
      findTeam(call);
      call.page([]);
      return nothing('logs');
    },
  },
};
