import { expect, it } from 'vitest';
import { Slots } from '../../src/http/slots.ts';

it('lets so many work at once, and the others in the order in which they came', async () => {
  const slots = new Slots(2);
  const begun: number[] = [];
  const finish: (() => void)[] = [];
  const work = (number: number) =>
    slots.run(async () => {
      begun.push(number);
      await new Promise<void>((resolve) => finish.push(resolve));
      return number;
    });
  const all = Promise.all([1, 2, 3, 4].map(work));
  await Promise.resolve();
  expect(begun).toEqual([1, 2]);
  finish.shift()!();
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual([1, 2, 3]);
  for (let left = 3; left > 0; left--) {
    finish.shift()!();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await all).toEqual([1, 2, 3, 4]);
});

it('gives the place of who fails to the next', async () => {
  const slots = new Slots(1);
  const failing = slots.run(async () => {
    throw new Error('no');
  });
  const next = slots.run(async () => 'yes');
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
});
