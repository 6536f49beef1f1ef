import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { compiledSources } from './test/kit/compiled-sources.ts';
import { temporaryFolder } from './test/kit/temporary-folder.ts';

/** The suffix of test files that start processes of this program; everything else runs in the workers themselves. */
const processTests = 'test/**/*.process.test.ts';
/** Tests in the workers, too, of which a file takes more than 1.5 s: long stories, time-outs, programs of others. */
const slowTests = 'test/**/*.slow.test.ts';
/** Tests of every combination, or of many random ones, and of long stories. Examples elsewhere test the same in short. */
export const fullTests = ['test/**/*.{full,fuzz}.test.ts', 'test/**/*.full.process.test.ts'];

/** Settings of all tests, which `npm test` has too (`test/vitest.config.ts`). */
export const common = defineConfig({
  plugins: [compiledSources(), temporaryFolder()],
  test: {
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    // Many tests wait for terminals, children and time-outs; one worker more than there are cores uses that time.
    maxWorkers: availableParallelism() + 1,
    // Test files share no state: nothing is mocked and no global is changed. Loading the modules anew for each file
    // costs more than running most of them.
    isolate: false,
    setupFiles: ['test/kit/setup.ts'],
    reporters: ['default', './test/kit/slowest.ts'],
  },
});

export default defineConfig({
  ...common,
  test: {
    ...common.test,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [slowTests, processTests, ...fullTests],
        },
      },
      {
        extends: true,
        test: { name: 'slow', include: [slowTests] },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: [processTests],
          exclude: fullTests,
          globalSetup: ['test/kit/build.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'full', include: fullTests, globalSetup: ['test/kit/build.ts'], testTimeout: 120_000 },
      },
    ],
  },
});
