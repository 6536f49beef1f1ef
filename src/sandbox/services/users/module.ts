import type { Module } from '../../core/module.ts';
import { accounts } from './authentication.ts';
import { securityHandlers } from './security.ts';
import { signingUpHandlers } from './signing-up.ts';
import { targetHandlers } from './targets.ts';
import { tokenHandlers } from './tokens.ts';
import { profileHandlers } from './users.ts';

/** `users`, and whom sessions and JWTs stand for. */
export const users: Module = {
  handlers: {
    ...signingUpHandlers,
    ...profileHandlers,
    ...securityHandlers,
    ...tokenHandlers,
    ...targetHandlers,
  },
  accounts,
};
