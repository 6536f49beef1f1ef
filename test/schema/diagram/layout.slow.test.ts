import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diagramOf, type End, type Group } from '../../../src/schema/diagram/diagram.ts';
import { type Layout, layOut } from '../../../src/schema/diagram/layout.ts';
import { characterMetrics, pictureMetrics } from '../../../src/schema/diagram/metrics.ts';
import { type Place, pack } from '../../../src/schema/diagram/pack.ts';
import { shapeOf } from '../../../src/schema/diagram/svg-box.ts';
import { terminalShapeOf } from '../../../src/schema/diagram/terminal-box.ts';
import type { Schema } from '../../../src/schema/model.ts';
import { arbitrarySchema, ringSchema } from '../../kit/schemas.ts';
import { blog, erp, shop } from './schemas.ts';

const units = [
  { unit: 'pixels', metrics: pictureMetrics, shape: shapeOf },
  {
    unit: 'characters',
    metrics: characterMetrics,
    shape: (box: Parameters<typeof shapeOf>[0]) => terminalShapeOf(box, 80),
  },
] as const;

const overlaps = (a: Place, b: Place) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/** Returns everything that is wrong with a layout; nothing for a good one. */
function faultsOf({ boxes, lines }: Group, { places, routes, width, height }: Layout): string[] {
  const faults: string[] = [];
  const isInside = (x: number, y: number) => x >= 0 && y >= 0 && x <= width && y <= height;
  places.forEach((place, at) => {
    const name = boxes[at]!.title;
    if (!isInside(place.x, place.y) || !isInside(place.x + place.width, place.y + place.height))
      faults.push(`${name} is outside`);
    places.slice(at + 1).forEach((other, next) => {
      if (overlaps(place, other)) faults.push(`${name} overlaps ${boxes[at + 1 + next]!.title}`);
    });
  });
  lines.forEach(({ from, to, details }, at) => {
    const route = routes[at]!;
    const isAtSide = (end: End, { x, y }: { x: number; y: number }) => {
      const box = places[end.box]!;
      return (x === box.x || x === box.x + box.width) && y >= box.y && y <= box.y + box.height;
    };
    if (!isAtSide(from, route[0]!)) faults.push(`no end at the beginning: ${details}`);
    if (!isAtSide(to, route.at(-1)!)) faults.push(`no end at the end: ${details}`);
    if (!route.every(({ x, y }) => isInside(x, y))) faults.push(`outside: ${details}`);
    route.slice(1).forEach((point, index) => {
      const before = route[index]!;
      if (point.x !== before.x && point.y !== before.y) faults.push(`slanting: ${details}`);
      const part = {
        x: Math.min(point.x, before.x),
        y: Math.min(point.y, before.y),
        width: Math.abs(point.x - before.x),
        height: Math.abs(point.y - before.y),
      };
      for (const [box, place] of places.entries())
        if (overlaps(part, place)) faults.push(`crosses ${boxes[box]!.title}: ${details}`);
    });
  });
  return faults;
}

describe.each(units)('a layout in $unit', ({ metrics, shape }) => {
  const faultsIn = (schema: Schema) =>
    diagramOf(schema).groups.flatMap((group) =>
      faultsOf(group, layOut(group, group.boxes.map(shape), metrics)),
    );

  it.each([
    ['3 collections', blog],
    ['12 collections', shop],
    ['40 collections', erp],
    ['relationships in rings, to themselves and to a missing collection', ringSchema],
  ])('has boxes apart, and lines that end at boxes and cross none: %s', (_, schema) => {
    expect(faultsIn(schema)).toEqual([]);
  });

  it('has no such fault for any schema', () => {
    fc.assert(
      fc.property(arbitrarySchema(), (schema) => {
        expect(faultsIn(schema)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  it('places one before many, from the left to the right', () => {
    const [group] = diagramOf(blog).groups;
    const { places } = layOut(group!, group!.boxes.map(shape), metrics);
    const lefts = places.map(({ x }) => x);
    expect(lefts).toEqual([...lefts].sort((a, b) => a - b));
  });
});

describe('packing', () => {
  const size = fc.record({ width: fc.integer({ min: 1, max: 90 }), height: fc.integer({ min: 1, max: 90 }) });

  it('keeps rectangles apart, and within the maximum width if each of them is', () => {
    fc.assert(
      fc.property(
        fc.array(size, { maxLength: 12 }),
        fc.integer({ min: 90, max: 200 }),
        fc.boolean(),
        (sizes, maxWidth, keepsOrder) => {
          const gap = { x: 3, y: 2 };
          const packed = pack(sizes, { gap, aspect: 1.5, maxWidth, keepsOrder });
          const grown = packed.places.map((place) => ({
            ...place,
            width: place.width + gap.x,
            height: place.height + gap.y,
          }));
          grown.forEach((place, at) => {
            expect(grown.slice(at + 1).some((other) => overlaps(place, other))).toBe(false);
            expect(packed.places[at]!.x + packed.places[at]!.width).toBeLessThanOrEqual(packed.width);
            expect(packed.places[at]!.y + packed.places[at]!.height).toBeLessThanOrEqual(packed.height);
          });
          expect(packed.width).toBeLessThanOrEqual(maxWidth);
        },
      ),
      { numRuns: 50 },
    );
  });
});
