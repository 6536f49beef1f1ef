import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programLine, runCommand, temporaryFolder } from '../kit/program.ts';

/** Runs a line in a folder that is deleted before the program starts. */
function runInDeletedFolder(line: string) {
  const folder = join(temporaryFolder(), 'gone');
  mkdirSync(folder);
  const script = `rmdir "$PWD" && exec ${programLine} ${line}`;
  return runCommand('sh', ['-c', script], { cwd: folder });
}

describe('a current folder that was deleted', () => {
  it.each(['databases list', 'databases list --json', 'storage upload --bucket-id b x', 'init'])(
    'ends %s in one line',
    async (line) => {
      const { code, stderr } = await runInDeletedFolder(line);
      expect(stderr).toContain('the current folder does not exist any more');
      expect(stderr).not.toMatch(/uv_cwd|unexpected|\n {4}at /);
      expect(stderr.trimEnd().split('\n').length).toBeLessThanOrEqual(2);
      expect(code).toBe(1);
    },
  );

  it.each(['--version', '--help', 'databases list --help', '__complete --database-id = databases get'])(
    'does not matter to %s',
    async (line) => {
      const { code, stderr } = await runInDeletedFolder(line);
      expect([code, stderr]).toEqual([0, '']);
    },
  );

  it('does not keep doctor from its checks', async () => {
    const { code, stdout, stderr } = await runInDeletedFolder('doctor');
    expect(stdout).toMatch(/FAIL +endpoint +the current folder does not exist any more/);
    expect([code, stderr]).toEqual([1, '']);
  });
});
