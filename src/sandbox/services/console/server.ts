import type { Module } from '../../core/module.ts';
import { requireConsole } from './access.ts';

/** The server itself, as the console asks for it. */
export const consoleServerModule: Module = {
  handlers: {
    'console.variables': (call) => {
      requireConsole(call);
      return {
        _APP_DOMAIN_TARGET: 'localhost',
        _APP_STORAGE_LIMIT: 5_000_000_000,
        _APP_FUNCTIONS_SIZE_LIMIT: 30_000_000,
        _APP_USAGE_STATS: 'enabled',
        _APP_VCS_ENABLED: false,
        _APP_DOMAIN_ENABLED: false,
        _APP_ASSISTANT_ENABLED: false,
      };
    },
    /** A real server without a key for its assistant also answers nothing. */
    'assistant.chat': () => undefined,
  },
};
