import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

const isProcess = ({ moduleId }: TestSpecification) => moduleId.endsWith('.process.test.ts');
const isSlow = ({ moduleId }: TestSpecification) => moduleId.endsWith('.slow.test.ts');

/**
 * Runs long files first, and the quick ones last, so that no worker is left with a long one. Tests that wait for
 * processes are spread among the slow ones, which use the time.
 */
export class MixedOrder extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waiting = sorted.filter(isProcess);
    const slow = sorted.filter(isSlow);
    const quick = sorted.filter((file) => !isProcess(file) && !isSlow(file));
    return [...spread(waiting, slow), ...quick];
  }
}

/** Puts items evenly among others; both stay in their order. */
function spread<T>(items: readonly T[], others: readonly T[]): T[] {
  const places = [items, others].flatMap((list) =>
    list.map((item, index) => ({ item, place: index / list.length })),
  );
  return places.toSorted((a, b) => a.place - b.place).map(({ item }) => item);
}
