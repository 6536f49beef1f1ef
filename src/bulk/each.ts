import type { AdaptiveLimit } from './concurrency.ts';

/**
 * Works on items side by side, as many at once as the limit allows at the moment. The next item is asked for when
 * there is room for it. When work throws, no more is begun; what is under way is waited for.
 * @throws what the first failing work, or the items, threw
 */
export async function forEachConcurrent<Item>(
  items: AsyncIterable<Item> | Iterable<Item>,
  limit: Pick<AdaptiveLimit, 'current'>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  let underWay = 0;
  let failure: { readonly reason: unknown } | undefined;
  let wake = () => {};
  const begin = async (item: Item) => {
    underWay++;
    try {
      await work(item);
    } catch (reason) {
      failure ??= { reason };
    } finally {
      underWay--;
      wake();
    }
  };
  const until = async (isTime: () => boolean) => {
    while (!isTime()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  try {
    for await (const item of items) {
      if (failure) break;
      void begin(item);
      await until(() => underWay < limit.current || failure !== undefined);
      if (failure) break;
    }
  } catch (reason) {
    failure ??= { reason };
  }
  await until(() => underWay === 0);
  if (failure) throw failure.reason;
}
