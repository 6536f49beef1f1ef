import type { Module } from '../../core/module.ts';
import { profileHandlers } from './account.ts';
import { challengeHandlers } from './challenges.ts';
import { byMailHandlers } from './mail-flows.ts';
import { consoleHandlers } from './push-targets.ts';
import { secondFactorHandlers } from './second-factor.ts';
import { sessionHandlers } from './sessions.ts';
import { signingInHandlers } from './signing-in.ts';

/** `account`: the signed-in user. */
export const account: Module = {
  handlers: {
    ...signingInHandlers,
    ...sessionHandlers,
    ...profileHandlers,
    ...byMailHandlers,
    ...secondFactorHandlers,
    ...challengeHandlers,
    ...consoleHandlers,
  },
};
