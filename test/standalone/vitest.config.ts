import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests that look into the package, its chunks and its compile cache, or that run other programs. */
const notOfProgram = [
  'test/contract/{loading,code-cache,package.full}.process.test.ts',
  'test/functions/runtime/killed.process.test.ts',
  'test/profile/write.process.test.ts',
];

/** The tests through the built program, with the standalone executable in its place: `npm run test:standalone`. */
export default defineConfig({
  test: {
    include: ['test/standalone/*.standalone.ts', 'test/**/*.process.test.ts'],
    exclude: notOfProgram,
    globalSetup: ['test/standalone/build.ts'],
    env: { TESTED_PROGRAM: 'build/standalone/appwrite-cli' },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: availableParallelism() + 1,
    isolate: false,
  },
});
