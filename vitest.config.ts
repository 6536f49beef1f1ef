import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/kit/build.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // Many tests wait for terminals, children and time-outs, so one worker more than there are cores keeps these busy.
    maxWorkers: availableParallelism() + 1,
    // Test files share no state: nothing is mocked and no global is changed. Loading the modules anew for each costs
    // more than running most of them.
    isolate: false,
  },
});
