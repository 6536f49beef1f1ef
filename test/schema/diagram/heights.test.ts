import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assignHeights, type Item, type Link } from '../../../src/schema/diagram/heights.ts';

const box = (height: number): Item => ({ isBox: true, height });
const options = { gapBetween: () => 10, weightOf: () => 1 };
const link = (left: Item, right: Item, leftY = 0, rightY = 0): Link => ({ left, leftY, right, rightY });

it('makes a line straight where nothing is in the way', () => {
  const [a, b] = [box(100), box(40)];
  const tops = assignHeights([[a], [b]], [link(a, b, 90, 5)], options);
  expect(tops.get(a)! + 90).toBe(tops.get(b)! + 5);
});

it('moves boxes that would be too close together, evenly', () => {
  const [a, b, c] = [box(20), box(20), box(20)];
  const tops = assignHeights([[a], [b, c]], [link(a, b), link(a, c)], options);
  expect(tops.get(c)! - tops.get(b)!).toBe(30);
  expect(Math.abs(tops.get(a)! - (tops.get(b)! + tops.get(c)!) / 2)).toBeLessThanOrEqual(1);
});

it('keeps the order and the distances of columns, whatever their connections', () => {
  const column = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      fc.array(column, { minLength: 2, maxLength: 4 }),
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 12 }),
      (heights, pairs) => {
        const columns = heights.map((each) => each.map(box));
        const links = pairs.map(([at, one, other]) => {
          const [left, right] = [
            columns[at % (columns.length - 1)]!,
            columns[(at % (columns.length - 1)) + 1]!,
          ];
          return link(left[one % left.length]!, right[other % right.length]!);
        });
        const tops = assignHeights(columns, links, options);
        for (const items of columns)
          items.slice(1).forEach((item, at) => {
            const above = items[at]!;
            expect(tops.get(item)!).toBeGreaterThanOrEqual(tops.get(above)! + above.height + 10);
          });
      },
    ),
    { numRuns: 50 },
  );
});
