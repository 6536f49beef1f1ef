import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { templates } from '../../../src/commands/functions/init/templates.ts';
import { runProgram, temporaryFolder } from '../../kit/program.ts';

const has = (program: string) => spawnSync(program, ['--version']).status === 0;

/** Languages with a test of a kind of its own: node:test, unittest and a shell script. */
const languages: readonly (readonly [language: string, runtime: string, program: string])[] = [
  ['node', 'node-18.0', 'node'],
  ['python', 'python-3.11', 'python3'],
  ['php', 'php-8.2', 'php'],
];

for (const [language, runtime, program] of languages) {
  const isInstalled = has(program);
  it.skipIf(!isInstalled)(
    `makes a test in ${language} that passes${isInstalled ? '' : ` (skipped: ${program} is not installed)`}`,
    async () => {
      const cwd = temporaryFolder();
      const made = await runProgram(['functions', 'init', 'hello', '--runtime', runtime], { cwd });
      expect(made.code, made.stderr).toBe(0);
      const { testCommand } = templates[language]!('hello');
      // It puts the program on the PATH, as an installation would.
      const tested = await runProgram(['sandbox', 'run', '--', 'sh', '-c', testCommand], {
        cwd: join(cwd, 'functions/hello'),
      });
      expect(tested.code, tested.stdout + tested.stderr).toBe(0);
    },
  );
}
