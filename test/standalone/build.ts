import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Makes the executable once before the tests. */
export default function setup(): void {
  execFileSync(process.execPath, [fileURLToPath(new URL('../../scripts/standalone.mjs', import.meta.url))], {
    stdio: 'inherit',
  });
}
