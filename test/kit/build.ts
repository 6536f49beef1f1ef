import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';
import { isBuilt } from '../../scripts/build-record.mjs';

/** True for tests of the projects `unit` and `slow`, which need no build. */
const runsSources = (path: string) =>
  path.endsWith('.test.ts') && !/\.(process|full|fuzz)\.test\.ts$/.test(path);

/**
 * Builds the program once before the tests that start it, so that they run the current sources. After `npm ci` it is
 * built.
 */
export default function setup({ vitest }: TestProject): void {
  if (vitest.state.getPaths().every(runsSources) || isBuilt()) return;
  execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url))], {
    stdio: 'inherit',
  });
}
