/** Positions of boxes and lines. Lengths are in any unit: pixels of a picture, or characters of a terminal. */
import type { End, Group } from './diagram.ts';
import { type Metrics, portOf, type Shape } from './metrics.ts';
import { type Place, pack, type Size } from './pack.ts';
import { type NumberedLine, type Ranked, rankings } from './rank.ts';
import { type Gap, type Point, type RankedEdge, routeLines } from './route.ts';

export interface Layout extends Size {
  /** In the order of the boxes. */
  readonly places: readonly Place[];
  /** In the order of the lines; from `from` to `to`, horizontal and vertical in turn. */
  readonly routes: readonly (readonly Point[])[];
}

/** Lays out a database: boxes in columns, so that lines run between columns and boxes only. */
export function layOut({ boxes, lines }: Group, shapes: readonly Shape[], metrics: Metrics): Layout {
  const parts = connectedParts(
    boxes.length,
    lines.map(({ from, to }) => [from.box, to.box]),
  );
  const laid = parts.map((part) => layOutPart(part, lines, shapes, metrics));
  const { partGap: gap, aspect, maxWidth, keepsOrder } = metrics;
  const packed = pack(laid, {
    gap,
    aspect,
    ...(maxWidth !== undefined && { maxWidth }),
    ...(keepsOrder !== undefined && { keepsOrder }),
  });
  const places: Place[] = [];
  const routes: (readonly Point[])[] = [];
  laid.forEach((part, at) => {
    const { x, y } = packed.places[at]!;
    for (const [box, place] of part.places) places[box] = { ...place, x: place.x + x, y: place.y + y };
    for (const [line, route] of part.routes)
      routes[line] = route.map((point) => ({ x: point.x + x, y: point.y + y }));
  });
  return { width: packed.width, height: packed.height, places, routes };
}

/** Lines become longer if boxes move to other columns: the picture has to become this much smaller. */
const worthwhile = 0.95;

/** Boxes and lines of a part by their positions in the group. */
interface Part extends Size {
  readonly places: ReadonlyMap<number, Place>;
  readonly routes: ReadonlyMap<number, readonly Point[]>;
}

function layOutPart(
  members: readonly number[],
  allLines: Group['lines'],
  shapes: readonly Shape[],
  metrics: Metrics,
): Part {
  if (members.length === 1 && !allLines.some(({ from }) => from.box === members[0])) {
    const { width, height } = shapes[members[0]!]!;
    return {
      width,
      height,
      places: new Map([[members[0]!, { x: 0, y: 0, width, height }]]),
      routes: new Map(),
    };
  }
  const isMember = new Set(members);
  const lines = allLines.map((line, at) => ({ ...line, at })).filter(({ from }) => isMember.has(from.box));
  const candidates = rankings(members, lines, shapes, metrics).map((ranked) =>
    partOf(ranked, { members, lines, shapes, metrics }),
  );
  const sizeOf = ({ width, height }: Size) => Math.max(width / metrics.aspect, height);
  return candidates.reduce((best, part) => (sizeOf(part) < sizeOf(best) * worthwhile ? part : best));
}

function partOf(
  ranked: Ranked,
  {
    members,
    lines,
    shapes,
    metrics,
  }: {
    readonly members: readonly number[];
    readonly lines: readonly NumberedLine[];
    readonly shapes: readonly Shape[];
    readonly metrics: Metrics;
  },
): Part {
  const widths = ranked.columns.map((column) => Math.max(...column.map((box) => shapes[box]!.width)));
  const portY = (end: End) => ranked.top.get(end.box)! + portOf(end, shapes[end.box]!);
  const edges = lines.map(({ at, from, to }): RankedEdge => {
    const [fromRank, toRank] = [ranked.rank.get(from.box)!, ranked.rank.get(to.box)!];
    return {
      from: { rank: fromRank, y: portY(from), bundle: bundleOf(from) },
      to: { rank: toRank, y: portY(to), bundle: bundleOf(to) },
      passing: ranked.passing.get(at) ?? [],
    };
  });
  const { gaps, routes } = routeLines(edges, widths, metrics);
  const left = leftSides(widths, gaps);
  const places = new Map(
    members.map((box) => {
      const rank = ranked.rank.get(box)!;
      const { height } = shapes[box]!;
      return [box, { x: left[rank]!, y: ranked.top.get(box)!, width: widths[rank]!, height }];
    }),
  );
  const ys = [...places.values()].flatMap(({ y, height }) => [y, y + height]);
  const allYs = [...ys, ...routes.flatMap((route) => route.map(({ y }) => y))];
  const top = Math.min(...allYs);
  const up = (y: number) => y - top;
  return {
    width: left.at(-1)! + widths.at(-1)! + gaps.at(-1)!.width,
    height: Math.max(...allYs) - top,
    places: new Map([...places].map(([box, place]) => [box, { ...place, y: up(place.y) }])),
    routes: new Map(
      lines.map(({ at }, index) => [at, routes[index]!.map(({ x, y }) => ({ x, y: up(y) }))] as const),
    ),
  };
}

/** Lines to a title share their last part if they have the same mark there. */
const bundleOf = ({ box, row, isMany }: End): string | undefined =>
  row === undefined ? `${box} ${isMany ? 'many' : 'one'}` : undefined;

/** Left sides of the columns: before each there is a gap. */
function leftSides(widths: readonly number[], gaps: readonly Gap[]): number[] {
  let x = 0;
  return widths.map((width, at) => {
    x += gaps[at]!.width;
    const left = x;
    x += width;
    return left;
  });
}

/** Splits boxes into sets that lines connect, in the order of their first boxes. */
function connectedParts(count: number, pairs: readonly (readonly [number, number])[]): readonly number[][] {
  const neighbours = Array.from({ length: count }, (): number[] => []);
  for (const [one, other] of pairs) {
    neighbours[one]!.push(other);
    neighbours[other]!.push(one);
  }
  const seen = new Set<number>();
  const parts: number[][] = [];
  for (let start = 0; start < count; start++) {
    if (seen.has(start)) continue;
    const part: number[] = [];
    const waiting = [start];
    seen.add(start);
    for (let box = waiting.pop(); box !== undefined; box = waiting.pop()) {
      part.push(box);
      for (const next of neighbours[box]!)
        if (!seen.has(next)) {
          seen.add(next);
          waiting.push(next);
        }
    }
    parts.push(part.sort((a, b) => a - b));
  }
  return parts;
}
