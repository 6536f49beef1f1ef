import { defineConfig } from 'vitest/config';
import { common, fullTests } from '../vitest.config.ts';
import { MixedOrder } from './kit/mixed-order.ts';

/**
 * The tests of the projects `unit`, `slow` and `process`, as one: `npm test`. Vitest runs projects one after another, each
 * in workers of its own, which load all modules for a second; and while tests wait for processes, the cores are idle.
 */
export default defineConfig({
  ...common,
  test: {
    ...common.test,
    include: ['test/**/*.test.ts'],
    exclude: fullTests,
    globalSetup: ['test/kit/build.ts'],
    sequence: { sequencer: MixedOrder },
  },
});
