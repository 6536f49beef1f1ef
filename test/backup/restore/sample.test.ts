import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import { Sample } from '../../../src/backup/restore/sample.ts';

const ids = Array.from({ length: 300 }, (_, index) => `item-${index}`);
const lowest = (among: readonly string[]) => among.toSorted((a, b) => crc32(a) - crc32(b)).slice(0, 20);

it('keeps the lines of twenty restored items, chosen by their IDs, in the order of the backup', () => {
  const isFailed = (id: string) => id.endsWith('7');
  const restored = ids.filter((id) => !isFailed(id));
  const chosen = lowest(restored);
  expect(chosen).not.toEqual(lowest(ids));
  for (const finishing of [ids, ids.toReversed()]) {
    const sample = new Sample();
    for (const id of ids) sample.offer(id, `line of ${id}`);
    for (const id of finishing)
      if (isFailed(id)) sample.drop(id);
      else sample.add(id);
    sample.add('never offered');
    expect(sample.lines).toEqual(restored.filter((id) => chosen.includes(id)).map((id) => `line of ${id}`));
  }
});
