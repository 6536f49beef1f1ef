/**
 * Heights of boxes, and of lines that pass columns: as close to their neighbours in the other columns as the distances
 * within a column allow.
 */

/** A box, or a line that passes a column between two boxes. */
export interface Item {
  readonly isBox: boolean;
  readonly height: number;
}

/** A connection between items of neighbouring columns. */
export interface Link {
  readonly left: Item;
  /** Distance of the line's end from the top of the item. */
  readonly leftY: number;
  readonly right: Item;
  readonly rightY: number;
}

export interface HeightOptions {
  /** Least distance between two items, one below the other. */
  readonly gapBetween: (upper: Item, lower: Item) => number;
  /** Weight of a link: those of long lines should be straight. */
  readonly weightOf: (link: Link) => number;
}

/** Sweeps over all columns; further ones change less than a line's width. */
const sweeps = 12;
/** Weight of the position that an item has, so that one without neighbours on a side stays. */
const inertia = 0.05;

/**
 * Returns the tops of the items.
 * @param columns items from top to bottom
 */
export function assignHeights(
  columns: readonly (readonly Item[])[],
  links: readonly Link[],
  options: HeightOptions,
): ReadonlyMap<Item, number> {
  const tops = new Map<Item, number>();
  for (const column of columns) stack(column, options, tops);
  const toLeft = new Map<Item, Link[]>();
  const toRight = new Map<Item, Link[]>();
  for (const link of links) {
    toLeft.set(link.right, [...(toLeft.get(link.right) ?? []), link]);
    toRight.set(link.left, [...(toRight.get(link.left) ?? []), link]);
  }
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isLast = sweep >= sweeps - 4;
    const order = sweep % 2 === 0 ? columns : columns.toReversed();
    for (const column of order) {
      const wishes = column.map((item): Wish => {
        const left = sweep % 2 === 0 || isLast ? (toLeft.get(item) ?? []) : [];
        const right = sweep % 2 === 1 || isLast ? (toRight.get(item) ?? []) : [];
        return wishOf(tops.get(item)!, [
          ...left.map((link) => wishOfLink(tops.get(link.left)! + link.leftY - link.rightY, link, options)),
          ...right.map((link) => wishOfLink(tops.get(link.right)! + link.rightY - link.leftY, link, options)),
        ]);
      });
      const placed = closestTo(wishes, offsetsOf(column, options));
      column.forEach((item, at) => {
        tops.set(item, placed[at]!);
      });
    }
  }
  return tops;
}

/** Puts the items of a column one below the other, around zero. */
function stack(column: readonly Item[], options: HeightOptions, tops: Map<Item, number>): void {
  const offsets = offsetsOf(column, options);
  const height = (offsets.at(-1) ?? 0) + (column.at(-1)?.height ?? 0);
  column.forEach((item, at) => {
    tops.set(item, offsets[at]! - height / 2);
  });
}

/** Returns the least distances of items from the first one of their column. */
function offsetsOf(column: readonly Item[], { gapBetween }: HeightOptions): number[] {
  let offset = 0;
  return column.map((item, at) => {
    const above = column[at - 1];
    if (above) offset += above.height + gapBetween(above, item);
    return offset;
  });
}

/** A position that an item should be close to. */
interface Wish {
  readonly top: number;
  readonly weight: number;
}

const wishOfLink = (top: number, link: Link, { weightOf }: HeightOptions): Wish => ({
  top,
  weight: weightOf(link),
});

function wishOf(current: number, wishes: readonly Wish[]): Wish {
  const weight = wishes.reduce((sum, wish) => sum + wish.weight, inertia);
  const sum = wishes.reduce((all, wish) => all + wish.top * wish.weight, current * inertia);
  return { top: sum / weight, weight };
}

/**
 * Returns the positions with the least squares of distances from the wishes, no two closer than their offsets: neighbours
 * that would be too close become a block at their common mean (the method of pool adjacent violators).
 */
function closestTo(wishes: readonly Wish[], offsets: readonly number[]): number[] {
  const blocks: { top: number; weight: number; count: number }[] = [];
  wishes.forEach(({ top, weight }, at) => {
    let block = { top: top - offsets[at]!, weight, count: 1 };
    for (let above = blocks.at(-1); above && above.top > block.top; above = blocks.at(-1)) {
      const sum = above.weight + block.weight;
      block = {
        top: (above.top * above.weight + block.top * block.weight) / sum,
        weight: sum,
        count: above.count + block.count,
      };
      blocks.pop();
    }
    blocks.push(block);
  });
  return blocks
    .flatMap(({ top, count }) => Array.from({ length: count }, () => Math.round(top)))
    .map((top, at) => top + offsets[at]!);
}
