/** Places rectangles close to each other, without overlap. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place extends Size {
  readonly x: number;
  readonly y: number;
}

export interface Packed extends Size {
  /** In the order of the sizes. */
  readonly places: readonly Place[];
}

export interface PackOptions {
  /** Distances between rectangles side by side, and one below the other. */
  readonly gap: { readonly x: number; readonly y: number };
  /** Width of the whole divided by its height that is aimed at. */
  readonly aspect: number;
  /** Greatest width, which only a rectangle that is wider by itself exceeds. */
  readonly maxWidth?: number;
  /** True to keep the order as far as possible, instead of beginning with the tallest. */
  readonly keepsOrder?: boolean;
}

/** Widths that are tried, as shares of the width that the aspect has if nothing is left empty. */
const triedShares = [0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.6];

/** Packs rectangles into the form that comes closest to the aspect. The result depends on nothing but the arguments. */
export function pack(sizes: readonly Size[], options: PackOptions): Packed {
  const { gap, aspect, maxWidth = Number.POSITIVE_INFINITY, keepsOrder = false } = options;
  if (sizes.length === 0) return { width: 0, height: 0, places: [] };
  const least = Math.max(...sizes.map(({ width }) => width));
  const most = Math.max(
    least,
    Math.min(
      maxWidth,
      sizes.reduce((sum, { width }) => sum + width + gap.x, -gap.x),
    ),
  );
  const area = sizes.reduce((sum, { width, height }) => sum + (width + gap.x) * (height + gap.y), 0);
  const ideal = Math.sqrt(area * aspect);
  const tried = triedShares.map((share) => Math.min(most, Math.max(least, ideal * share)));
  const order = sizes.map((_, at) => at);
  if (!keepsOrder) order.sort((a, b) => sizes[b]!.height - sizes[a]!.height || a - b);
  let best: Packed | undefined;
  const sizeOf = ({ width, height }: Size) => Math.max(width / aspect, height);
  for (const width of new Set([least, ...tried, most])) {
    const packed = packInto(sizes, order, width, gap);
    if (!best || sizeOf(packed) < sizeOf(best)) best = packed;
  }
  return best!;
}

/** A stretch of the outline of what is placed: nothing is below `y` between `x` and the next stretch. */
interface Step {
  readonly x: number;
  readonly y: number;
}

/** Places each where it comes to lie highest, then leftmost. */
function packInto(
  sizes: readonly Size[],
  order: readonly number[],
  width: number,
  gap: PackOptions['gap'],
): Packed {
  const places: Place[] = [];
  let outline: readonly Step[] = [{ x: 0, y: 0 }];
  for (const at of order) {
    const size = sizes[at]!;
    const spot = lowestSpot(outline, size, width, gap.x);
    places[at] = { ...size, ...spot };
    outline = raised(outline, {
      from: spot.x,
      to: spot.x + size.width + gap.x,
      y: spot.y + size.height + gap.y,
    });
  }
  return {
    width: Math.max(...places.map((place) => place.x + place.width)),
    height: Math.max(...places.map((place) => place.y + place.height)),
    places,
  };
}

function lowestSpot(outline: readonly Step[], size: Size, width: number, gap: number): Step {
  const spots = outline
    .map(({ x }): Step => {
      const under = outline.filter(
        (step, at) => step.x < x + size.width + gap && (outline[at + 1]?.x ?? Number.POSITIVE_INFINITY) > x,
      );
      return { x, y: Math.max(...under.map(({ y }) => y)) };
    })
    .filter(({ x }) => x === 0 || x + size.width <= width);
  return spots.reduce((best, spot) => (spot.y < best.y ? spot : best));
}

/** Returns the outline with the stretch from `from` to `to` at `y`. */
function raised(
  outline: readonly Step[],
  { from, to, y }: { readonly from: number; readonly to: number; readonly y: number },
): readonly Step[] {
  const atEnd = outline.findLast(({ x }) => x <= to)!;
  return [
    ...outline.filter(({ x }) => x < from),
    { x: from, y },
    { x: to, y: atEnd.y },
    ...outline.filter(({ x }) => x > to),
  ];
}
