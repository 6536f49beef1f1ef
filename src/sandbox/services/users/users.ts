import type { Module } from '../../core/module.ts';
import { profileHandlers } from './profile.ts';
import { securityHandlers } from './security.ts';
import { accounts } from './signed-in.ts';
import { signingUpHandlers } from './signing-up.ts';
import { targetHandlers } from './targets.ts';
import { tokenHandlers } from './tokens.ts';

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
