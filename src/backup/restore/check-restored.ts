/** Compares the target with the backup after a restore: counts, and a sample of the items. */
import { members } from '../../lib/json/slices.ts';
import { textOf } from './compare.ts';
import type { PartReport } from './report.ts';
import type { PartRestorer, StoredItem } from './restorer.ts';

/** An item that is not as in the backup although it was restored. */
export interface Difference {
  readonly part: string;
  readonly id: string;
  /** Members that differ; none: the item is missing. */
  readonly members: readonly string[];
}

interface SampleResult {
  readonly checked: number;
  readonly differences: readonly Difference[];
  /** Items whose dates are as in the backup. */
  readonly withOldDates: number;
}

/**
 * Reads a sample of restored items again.
 * @param lines items of the backup that are in the sample
 * @param restorers of the items: all complete them, and the first compares
 */
export async function checkSample<Item>(
  lines: readonly string[],
  restorers: readonly [PartRestorer<Item>, ...PartRestorer<Item>[]],
  { name }: PartReport,
): Promise<SampleResult> {
  if (lines.length === 0) return { checked: 0, differences: [], withOldDates: 0 };
  const [restorer] = restorers;
  const backedUp = new Map<string, StoredItem>();
  let chosen: readonly Item[] = lines.flatMap((line) => {
    const read = restorer.read(line);
    if (typeof read === 'string' || !('item' in read)) return [];
    backedUp.set(restorer.idOf(read.item), members(line));
    return [read.item];
  });
  for (const each of restorers) chosen = (await each.prepare?.(chosen)) ?? chosen;
  const stored = await restorer.find(chosen);
  const differences: Difference[] = [];
  let withOldDates = 0;
  for (const item of chosen) {
    const id = restorer.idOf(item);
    const found = stored.get(id);
    const names = found ? restorer.differences(item, found) : [];
    if (!found || names.length > 0) differences.push({ part: name, id, members: names });
    else if (isSameTime(backedUp.get(id)!, found)) withOldDates++;
  }
  return { checked: chosen.length, differences, withOldDates };
}

const isSameTime = (item: StoredItem, stored: StoredItem) =>
  Date.parse(textOf(item, '$createdAt')) === Date.parse(textOf(stored, '$createdAt'));
