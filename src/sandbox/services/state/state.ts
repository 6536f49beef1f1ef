import type { Module } from '../../core/module.ts';
import { timestamp } from '../../core/time.ts';

/** The state of the sandbox as a whole, which no real server gives away. */
export const stateModule: Module = {
  handlers: {
    'sandbox.reset': async (call) => {
      await call.kernel.reset(call);
      return { now: timestamp(call.now) };
    },
  },
};
