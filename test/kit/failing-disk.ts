import { open } from 'node:fs/promises';
import { devNull } from 'node:os';
import { vi } from 'vitest';

/**
 * Lets one call of a method of file handles fail while some work is done, as with a device that loses what it has taken.
 * @param at number of the call, from 1
 * @returns true if the call was made
 */
export async function onFailingDisk(
  method: 'sync' | 'writev',
  at: number,
  work: () => Promise<void>,
): Promise<boolean> {
  const handle = await open(devNull);
  const prototype = Object.getPrototypeOf(handle);
  await handle.close();
  const original = prototype[method];
  let calls = 0;
  const spy = vi.spyOn(prototype, method).mockImplementation(function (this: unknown, ...args: unknown[]) {
    if (++calls !== at) return original.apply(this, args);
    return Promise.reject(Object.assign(new Error(`EIO: i/o error, ${method}`), { code: 'EIO' }));
  });
  try {
    await work();
  } finally {
    spy.mockRestore();
  }
  return calls >= at;
}
