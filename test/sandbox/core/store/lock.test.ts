import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from '../../../../src/sandbox/core/store/lock.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-lock-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const writeOwner = (pid: number) => fs.writeFileSync(path.join(folder, 'lock'), `${pid}`);

test('a folder is one sandbox’s at a time', () => {
  const unlock = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(/in use by process/);
  unlock();
  lockFolder(folder)();
});

test('a running process keeps its folder', () => {
  writeOwner(process.ppid);
  expect(() => lockFolder(folder)).toThrow(`in use by process ${process.ppid}`);
});

test('what a process left that is no more is taken over', () => {
  writeOwner(2 ** 22 + 1);
  lockFolder(folder)();
});

test.runIf(process.platform === 'linux')(
  'a process that ended and that nobody waits for is no more',
  async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const pid = await new Promise<number>((resolve) => {
        parent.stdout.once('data', (data) => resolve(Number(`${data}`)));
      });
      await expect.poll(() => fs.readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
      writeOwner(pid);
      lockFolder(folder)();
    } finally {
      parent.kill();
    }
  },
);
