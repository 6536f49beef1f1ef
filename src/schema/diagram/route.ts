/**
 * Ways of lines between columns of boxes: horizontal through columns, vertical in the gaps between them only. So no line
 * crosses a box.
 */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Port {
  readonly rank: number;
  readonly y: number;
  /** Lines with the same bundle share their last part; undefined: it is shared with none. */
  readonly bundle: string | undefined;
}

export interface RankedEdge {
  readonly from: Port;
  readonly to: Port;
  /** Heights at which it passes the columns between its ends, from left to right. */
  readonly passing: readonly number[];
}

/** The space before a column; the last gap is after the last column. */
export interface Gap {
  readonly width: number;
}

export interface Routes {
  readonly gaps: readonly Gap[];
  /** In the order of the edges, from `from` to `to`. */
  readonly routes: readonly (readonly Point[])[];
}

interface RouteMetrics {
  readonly endLength: number;
  readonly trackWidth: number;
}

/** Part of a line within a gap: from a height at its left side to one at its right side. */
interface Crossing {
  readonly gap: number;
  readonly leftY: number;
  readonly rightY: number;
  /** True for a line between two rows of one box, both of whose ends are at the left side. */
  readonly isLoop: boolean;
  /** Crossings with the same bundle share a vertical part. */
  readonly bundle: string;
}

/** @param widths of the columns */
export function routeLines(
  edges: readonly RankedEdge[],
  widths: readonly number[],
  { endLength, trackWidth }: RouteMetrics,
): Routes {
  const crossings = edges.map(crossingsOf);
  const byGap = Array.from({ length: widths.length + 1 }, (): Crossing[] => []);
  for (const crossing of crossings.flat()) byGap[crossing.gap]!.push(crossing);
  const tracks = byGap.map((ofGap) => assignTracks(ofGap, trackWidth / 2));
  const gaps = tracks.map(({ count }, at) => {
    const isOutside = at === 0 || at === widths.length;
    if (isOutside && count === 0) return { width: 0 };
    return { width: (isOutside ? 1 : 2) * endLength + Math.max(0, count - 1) * trackWidth };
  });
  const gapStarts: number[] = [];
  let x = 0;
  gaps.forEach(({ width }, at) => {
    gapStarts.push(x);
    x += width + (widths[at] ?? 0);
  });
  const trackX = (crossing: Crossing) => {
    const track = tracks[crossing.gap]!.trackOf.get(crossing)!;
    return gapStarts[crossing.gap]! + endLength + track * trackWidth;
  };
  const gapEnd = (gap: number) => gapStarts[gap]! + gaps[gap]!.width;
  const routes = edges.map((edge, at) => {
    const points = crossings[at]!.flatMap((crossing): Point[] => {
      const { gap, leftY, rightY, isLoop } = crossing;
      const start = { x: gapStarts[gap]!, y: leftY };
      const end = { x: isLoop ? gapStarts[gap]! : gapEnd(gap), y: rightY };
      if (leftY === rightY && !isLoop) return [start, end];
      const middle = trackX(crossing);
      return [start, { x: middle, y: leftY }, { x: middle, y: rightY }, end];
    });
    const isReversed = edge.from.rank > edge.to.rank;
    return withoutRepeats(isReversed ? points.reverse() : points);
  });
  return { gaps, routes };
}

function crossingsOf({ from, to, passing }: RankedEdge, edge: number): Crossing[] {
  if (from.rank === to.rank) {
    const bundle = from.bundle ?? to.bundle ?? String(edge);
    return [{ gap: from.rank + 1, leftY: from.y, rightY: to.y, isLoop: true, bundle: `loop ${bundle}` }];
  }
  const [left, right] = from.rank < to.rank ? [from, to] : [to, from];
  const heights = [left.y, ...passing, right.y];
  return heights.slice(1).map((rightY, at) => ({
    gap: left.rank + 1 + at,
    leftY: heights[at]!,
    rightY,
    isLoop: false,
    bundle:
      (at === 0 ? left.bundle && `from ${left.bundle}` : undefined) ??
      (at === heights.length - 2 ? right.bundle && `to ${right.bundle}` : undefined) ??
      `${edge} ${at}`,
  }));
}

interface Tracks {
  readonly trackOf: ReadonlyMap<Crossing, number>;
  readonly count: number;
}

interface Bundle {
  readonly crossings: readonly Crossing[];
  readonly top: number;
  readonly bottom: number;
}

/** Gives vertical parts that are at the same height tracks of their own, in an order with few intersections. */
function assignTracks(crossings: readonly Crossing[], margin: number): Tracks {
  const bends = crossings.filter(({ leftY, rightY, isLoop }) => isLoop || leftY !== rightY);
  const byName = new Map<string, Crossing[]>();
  for (const bend of bends) byName.set(bend.bundle, [...(byName.get(bend.bundle) ?? []), bend]);
  const bundles = [...byName.values()].map(bundleOf).sort(compareBundles);
  const before = new Map(
    bundles.map((bundle) => [bundle, bundles.filter((other) => mustPrecede(other, bundle, margin))]),
  );
  const tracks: Bundle[][] = [];
  const trackOf = new Map<Bundle, number>();
  const waiting = new Set(bundles);
  while (waiting.size > 0) {
    const isReady = (bundle: Bundle) => before.get(bundle)!.every((other) => !waiting.has(other));
    // Two that each have to precede the other can't be helped.
    const bundle = [...waiting].find(isReady) ?? [...waiting][0]!;
    waiting.delete(bundle);
    const least = Math.max(0, ...before.get(bundle)!.map((other) => (trackOf.get(other) ?? -1) + 1));
    const isFree = (track: readonly Bundle[]) =>
      track.every(({ top, bottom }) => bundle.bottom + margin < top || bundle.top - margin > bottom);
    const found = tracks.findIndex((track, at) => at >= least && isFree(track));
    const track = found === -1 ? tracks.length : found;
    if (found === -1) tracks.push([]);
    tracks[track]!.push(bundle);
    trackOf.set(bundle, track);
  }
  return {
    trackOf: new Map([...trackOf].flatMap(([{ crossings: all }, track]) => all.map((each) => [each, track]))),
    count: tracks.length,
  };
}

function bundleOf(crossings: readonly Crossing[]): Bundle {
  const ys = crossings.flatMap(({ leftY, rightY }) => [leftY, rightY]);
  return { crossings, top: Math.min(...ys), bottom: Math.max(...ys) };
}

/**
 * Loops come first, close to their box. Of lines that go down, the lowest takes the first track, and of those that go up
 * the highest: then they do not intersect each other.
 */
function compareBundles(a: Bundle, b: Bundle): number {
  const directionOf = ({ crossings: [first] }: Bundle) => {
    if (first!.isLoop) return 0;
    return first!.rightY > first!.leftY ? 1 : 2;
  };
  const [directionA, directionB] = [directionOf(a), directionOf(b)];
  if (directionA !== directionB) return directionA - directionB;
  return directionA === 1 ? b.top - a.top : a.bottom - b.bottom;
}

/** True if the line of one comes from the left at the height at which the other goes on to the right. */
const mustPrecede = (one: Bundle, other: Bundle, margin: number): boolean =>
  one !== other &&
  one.crossings.some((left) =>
    other.crossings.some(
      (right) =>
        isNear(left.leftY, right.rightY, margin) ||
        (left.isLoop && isNear(left.rightY, right.rightY, margin)),
    ),
  );

const isNear = (one: number, other: number, margin: number): boolean => Math.abs(one - other) < margin;

const withoutRepeats = (points: readonly Point[]): Point[] =>
  points.filter(({ x, y }, at) => at === 0 || x !== points[at - 1]!.x || y !== points[at - 1]!.y);
