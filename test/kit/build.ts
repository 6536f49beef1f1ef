import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { isBuilt } from '../../scripts/build-record.mjs';

/** Builds the program once before the tests, so that they run the current sources. After `npm ci` it is built. */
export default function setup(): void {
  if (isBuilt()) return;
  execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url))], {
    stdio: 'inherit',
  });
}
