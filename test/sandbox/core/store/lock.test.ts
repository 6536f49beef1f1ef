import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockFolder } from '../../../../src/sandbox/core/store/lock.ts';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sandbox-lock-'));
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

const writeOwner = (pid: number) => fs.writeFileSync(path.join(folder, 'lock'), `${pid}`);

it('locks a folder for one sandbox at a time', () => {
  const unlock = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(/in use by process/);
  unlock();
  lockFolder(folder)();
});

it('leaves a running process its folder', () => {
  writeOwner(process.ppid);
  expect(() => lockFolder(folder)).toThrow(`in use by process ${process.ppid}`);
});

it('takes over the lock of a process that has ended', () => {
  writeOwner(2 ** 22 + 1);
  lockFolder(folder)();
});

it.runIf(process.platform === 'linux')('treats a zombie process as ended', async () => {
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
});

it.each(['nowhere', 'precious'])('follows no link in place of the lock: to %s', (target) => {
  const precious = path.join(folder, 'precious');
  fs.writeFileSync(precious, 'kept');
  fs.symlinkSync(target, path.join(folder, 'lock'));
  expect(() => lockFolder(folder)).toThrow(/lock is not a regular file; remove it$/);
  expect(fs.readdirSync(folder)).toEqual(['lock', 'precious']);
  expect(fs.readFileSync(precious, 'utf8')).toBe('kept');
});
