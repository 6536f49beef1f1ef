import { defineConfig } from 'vitest/config';

/** Tests at full size, which take minutes: `npm run test:soak`. One after the other, since they measure. */
export default defineConfig({
  test: {
    include: ['test/soak/**/*.soak.ts'],
    globalSetup: ['test/kit/build.ts'],
    testTimeout: 30 * 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
