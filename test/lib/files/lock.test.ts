import { existsSync, mkdirSync, readdirSync, rmdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withLock } from '../../../src/lib/files/lock.ts';
import { caught, temporaryFolder, testContext } from '../../profile/kit.ts';

const newLock = () => join(temporaryFolder(), 'config.lock');

describe('withLock', () => {
  it('holds the lock during the work, and releases it afterwards', async () => {
    const lock = newLock();
    await withLock(testContext(), lock, (stillHeld) => {
      expect(existsSync(lock)).toBe(true);
      return stillHeld();
    });
    expect(existsSync(lock)).toBe(false);
  });

  it('releases the lock if the work fails', async () => {
    const lock = newLock();
    const failing = withLock(testContext(), lock, () => {
      throw new Error('no');
    });
    expect(await caught(() => failing)).toMatchObject({ message: 'no' });
    expect(existsSync(lock)).toBe(false);
  });

  it.each(['nowhere', '.', 'precious'])('follows no link in place of the lock: to %s', async (target) => {
    const lock = newLock();
    writeFileSync(join(dirname(lock), 'precious'), 'kept');
    symlinkSync(target, lock);
    const locking = withLock(testContext(), lock, () => expect.fail('worked'));
    expect(await caught(() => locking)).toMatchObject({
      message: `${lock} is not a folder, and so not a lock of appwrite-cli`,
      hint: 'delete it',
    });
    expect(readdirSync(dirname(lock))).toEqual(['config.lock', 'precious']);
  });

  it('removes a stale lock after ten seconds', async () => {
    const lock = newLock();
    mkdirSync(lock);
    const context = testContext();
    const began = context.now();
    await withLock(context, lock, () => true);
    expect(context.now() - began).toBeGreaterThan(10_000);
    expect(context.now() - began).toBeLessThan(11_000);
  });

  it('never removes a lock that changes hands, and gives up after a minute', async () => {
    const lock = newLock();
    mkdirSync(lock);
    const context = testContext();
    const began = context.now();
    let worked = false;
    const busy = {
      now: context.now,
      sleep: async () => {
        await context.sleep(5_000);
        mkdirSync(`${lock}.next`);
        rmdirSync(lock);
        mkdirSync(lock);
        rmdirSync(`${lock}.next`);
        // Timestamps of a file system tick more slowly than this loop runs.
        await new Promise((resolve) => setTimeout(resolve, 15));
      },
    };
    const waiting = withLock(busy, lock, () => {
      worked = true;
      return true;
    });
    expect(await caught(() => waiting)).toMatchObject({
      exitCode: 1,
      hint: expect.stringContaining('delete'),
    });
    expect(worked).toBe(false);
    expect(context.now() - began).toBeGreaterThan(60_000);
  });

  it('repeats the work if the lock was lost, and leaves the other process’s lock alone', async () => {
    const lock = newLock();
    let runs = 0;
    let others = '';
    const context = testContext();
    const finished = withLock(
      { now: context.now, sleep: async () => rmdirSync(others) },
      lock,
      (stillHeld) => {
        runs++;
        if (runs === 1) {
          rmdirSync(lock);
          mkdirSync(`${lock}.keep-the-inode`);
          mkdirSync(lock);
          others = lock;
        }
        return stillHeld();
      },
    );
    await finished;
    expect(runs).toBe(2);
    expect(existsSync(lock)).toBe(false);
  });
});
