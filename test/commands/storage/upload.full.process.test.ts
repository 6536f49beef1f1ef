import { beforeEach, describe, expect, it } from 'vitest';
import { startFaultProxy } from '../../kit/fault-proxy.ts';
import { type StoragePlace, statuses, storagePlace } from './kit.ts';

const large = 'x'.repeat(11 * 1024 * 1024);
const upload = (...more: string[]) => ['storage', 'upload', 'b', ...more, '--json'];

let place: StoragePlace;
beforeEach(async () => {
  place = await storagePlace();
});

describe('upload of many files', () => {
  it('resumes after Ctrl-C', async () => {
    for (const name of ['1', '2', '3', '4']) place.put(`many/${name}`, name === '3' ? large : name);
    let isStuck = true;
    let stop = () => {};
    await using meddler = await startFaultProxy(place.at.sandbox.endpoint, ({ headers }) => {
      if (!isStuck || !`${headers['content-range']}`.startsWith('bytes 10485760')) return undefined;
      stop();
      return 'silent';
    });
    const env = { APPWRITE_ENDPOINT: meddler.endpoint };
    const argv = upload('many', '--id', 'path', '--skip-existing', '--concurrency', '1');
    const first = await place.runApart(argv, {
      env: { ...place.env, ...env, HOME: place.folder },
      onStart: (child) => {
        stop = () => setTimeout(() => child.kill('SIGINT'), 300);
      },
    });
    expect(first).toMatchObject({ stdout: '', code: 130 });
    expect(JSON.parse(first.stderr).error).toMatchObject({
      message: 'interrupted after 2 of 4 files',
      hint: expect.stringContaining('--skip-existing'),
    });
    isStuck = false;
    const posts = meddler.seen.length;
    const second = await place.run(argv, { env: { ...place.env, ...env } });
    expect(statuses(second.stdout)).toEqual({
      'many/1': 'skipped',
      'many/2': 'skipped',
      'many/3': 'uploaded',
      'many/4': 'uploaded',
    });
    expect(second.stderr).toContain('2 of 3 chunks');
    expect(meddler.seen.slice(posts).filter(({ method }) => method === 'POST')).toHaveLength(2);
    expect(await place.content('many_3')).toBe(large);
  });
});
