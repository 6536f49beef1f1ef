import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Blobs } from '../../../../src/sandbox/core/store/blobs.ts';

it('fails without a stray error if a blob goes before its stream is read', async () => {
  const blobs = new Blobs();
  const name = blobs.create();
  blobs.write(name, 0, Buffer.from('hello'));
  const [unread, read] = [blobs.read(name), blobs.read(name)];
  blobs.close();
  // An uncaught error of the stream that is not read would fail this test.
  await sleep(20);
  if (process.platform !== 'win32') expect((await buffer(read)).toString()).toBe('hello');
  unread.destroy();
});
