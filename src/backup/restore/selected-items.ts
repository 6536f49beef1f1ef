import type { Part } from '../parts.ts';
import type { BackupSelection } from '../selection.ts';
import type { Snapshot } from '../snapshot.ts';

/** Yields the selected items of a part, as JSON texts. */
export async function* itemsOf(
  part: Part,
  snapshot: Pick<Snapshot, 'items'>,
  select: Pick<BackupSelection, 'itemFilter'>,
): AsyncGenerator<string, void, void> {
  const filter = select.itemFilter(part);
  for await (const line of snapshot.items(part)) if (filter?.(line) !== false) yield line;
}
