import { defineConfig } from 'vitest/config';

/** Tests at full size, which take minutes: `npm run test:soak`. They measure, so only one runs at a time. */
export default defineConfig({
  test: {
    include: ['test/soak/**/*.soak.ts', 'test/contract/*.fuzz.test.ts'],
    globalSetup: ['test/kit/build.ts'],
    env: { FUZZ_RUNS: '500' },
    testTimeout: 30 * 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
