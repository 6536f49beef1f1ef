import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runProgram } from '../kit/program.ts';

const root = join(import.meta.dirname, '../..');
const has = (program: string, ...argv: string[]) => spawnSync(program, argv).status === 0;
/** Go compiles its standard library into it, which takes a minute. */
const goCache = spawnSync('go', ['env', 'GOCACHE'], { encoding: 'utf8' }).stdout?.trim() ?? '';
const vitest = join(root, 'node_modules/vitest/vitest.mjs');

/** Jest is no dependency of this repository: it brings some 250 packages. */
const examples: readonly (readonly [folder: string, line: string, missing: string | undefined])[] = [
  ['node-test', 'node --test', undefined],
  ['vitest', `node '${vitest}' run`, undefined],
  ['jest', 'jest', 'jest is no dependency of this repository'],
  ['pytest', 'python3 -m unittest', has('python3', '--version') ? undefined : 'python3 is not installed'],
  ['go', 'go test -count=1 ./...', has('go', 'version') ? undefined : 'go is not installed'],
];

for (const [folder, line, missing] of examples)
  it.skipIf(missing !== undefined)(
    `runs the tests of examples/${folder}${missing === undefined ? '' : ` (skipped: ${missing})`}`,
    async () => {
      // It puts the program on the PATH, as an installation would.
      const { code, stdout, stderr } = await runProgram(['sandbox', 'run', '--', 'sh', '-c', line], {
        cwd: join(root, 'examples', folder),
        env: { GOCACHE: goCache },
      });
      expect(code, stdout + stderr).toBe(0);
    },
    180_000,
  );
