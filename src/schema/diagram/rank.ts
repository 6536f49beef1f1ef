/** Columns of boxes and the order in them by dagre, also with columns of similar heights. */
import { layout as dagreLayout, Graph } from '@dagrejs/dagre';
import type { End, Group } from './diagram.ts';
import { assignHeights, type Item, type Link } from './heights.ts';
import { type Metrics, portOf, type Shape } from './metrics.ts';

export interface Ranked {
  /** Boxes of each column, from top to bottom. */
  readonly columns: readonly (readonly number[])[];
  readonly rank: ReadonlyMap<number, number>;
  readonly top: ReadonlyMap<number, number>;
  /** Heights at which a line passes the columns between its ends, from left to right. */
  readonly passing: ReadonlyMap<number, readonly number[]>;
}

export type NumberedLine = Group['lines'][number] & { readonly at: number };

/** Edge from a column to one further to the right. */
interface Edge {
  readonly at: number;
  readonly left: number;
  readonly right: number;
  /** Distances of its ends from the tops of these boxes. */
  readonly leftY: number;
  readonly rightY: number;
  /** Least number of columns that it leads to the right. */
  readonly minLength: number;
}

/** Heights of the tallest column that are aimed at, as shares of its height. */
const shares = [0.85, 0.7, 0.55, 0.45];
/** Beyond this many boxes, where each try takes a second, a single share is tried. */
const maxBoxesToTry = 150;

/** Returns ways to arrange connected boxes: that with the shortest lines first, then flatter ones. */
export function rankings(
  members: readonly number[],
  lines: readonly NumberedLine[],
  shapes: readonly Shape[],
  metrics: Metrics,
): readonly Ranked[] {
  const edges = lines
    .filter(({ from, to }) => from.box !== to.box)
    .map(({ at, from, to }): Edge => {
      const [left, right] = isFromRight(from, to) ? [to, from] : [from, to];
      const [leftY, rightY] = [left, right].map((end) => portOf(end, shapes[end.box]!));
      return { at, left: left.box, right: right.box, leftY: leftY!, rightY: rightY!, minLength: 1 };
    });
  const first = arrange(members, edges, shapes, metrics);
  // In a ring an edge leads back to the left.
  const directed = edges.map((edge): Edge => {
    const leads = first.rank.get(edge.left)! < first.rank.get(edge.right)!;
    if (leads) return edge;
    const { left, right, leftY, rightY } = edge;
    return { ...edge, left: right, right: left, leftY: rightY, rightY: leftY };
  });
  const heights = members.map((box) => shapes[box]!.height + metrics.nodeGap);
  const heightOf = new Map(members.map((box, at) => [box, heights[at]!]));
  const tried = members.length > maxBoxesToTry ? [0.55] : shares;
  const flatter = tried.flatMap((share) => {
    const rank = level(first.rank, directed, heightOf, share);
    if (rank === undefined) return [];
    const stretched = directed.map((edge) => ({
      ...edge,
      minLength: rank.get(edge.right)! - rank.get(edge.left)!,
    }));
    return [arrange(members, stretched, shapes, metrics)];
  });
  return [first, ...flatter];
}

/** One comes before many, so that a diagram reads from the left to the right. */
const isFromRight = (from: End, to: End): boolean => from.isMany && !to.isMany;

/**
 * Moves boxes from tall columns to lower ones: those without lines to the right further to the right, and those without
 * lines to the left further to the left.
 * @returns undefined if nothing moves
 */
function level(
  ranks: ReadonlyMap<number, number>,
  edges: readonly Edge[],
  heightOf: ReadonlyMap<number, number>,
  share: number,
): ReadonlyMap<number, number> | undefined {
  const rank = new Map(ranks);
  const heights = new Map<number, number>();
  for (const [box, at] of rank) heights.set(at, (heights.get(at) ?? 0) + heightOf.get(box)!);
  const target = share * Math.max(...heights.values());
  const hasRight = new Set(edges.map(({ left }) => left));
  const hasLeft = new Set(edges.map(({ right }) => right));
  const directionOf = (box: number) => (hasRight.has(box) ? (hasLeft.has(box) ? 0 : -1) : 1);
  // Each move makes the heights more equal; the limit is for rounding.
  for (let moves = 0; moves < 4 * rank.size; moves++) {
    const move = [...rank]
      .filter(([box, at]) => directionOf(box) !== 0 && heights.get(at)! > target)
      .map(([box, at]) => ({ box, at, to: at + directionOf(box), height: heightOf.get(box)! }))
      .filter(({ at, to, height }) => (heights.get(to) ?? 0) + height < heights.get(at)!)
      .sort(
        (a, b) =>
          heights.get(b.at)! - heights.get(a.at)! ||
          (heights.get(a.to) ?? 0) - (heights.get(b.to) ?? 0) ||
          a.box - b.box,
      )[0];
    if (!move) return moves === 0 ? undefined : rank;
    rank.set(move.box, move.to);
    heights.set(move.at, heights.get(move.at)! - move.height);
    heights.set(move.to, (heights.get(move.to) ?? 0) + move.height);
  }
  return rank;
}

/** dagre gives columns and their order. Its heights would spread the boxes, and know rows of boxes no better than boxes. */
function arrange(
  members: readonly number[],
  edges: readonly Edge[],
  shapes: readonly Shape[],
  { nodeGap, lineGap }: Metrics,
): Ranked {
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: 'LR', nodesep: nodeGap, edgesep: lineGap, ranksep: 100 });
  for (const box of members) graph.setNode(String(box), { width: 10, height: shapes[box]!.height });
  const nameOf = ({ at, left, right }: Edge) => ({ v: String(left), w: String(right), name: String(at) });
  for (const edge of edges) graph.setEdge(nameOf(edge), { weight: 1, minlen: edge.minLength });
  dagreLayout(graph);
  const columnX = (box: number) => Math.round(graph.node(String(box)).x);
  const xs = [...new Set(members.map(columnX))].sort((a, b) => a - b);
  const rank = new Map(members.map((box) => [box, xs.indexOf(columnX(box))]));
  const columns = xs.map((): Placed[] => []);
  const items = new Map(
    members.map((box): [number, Item] => [box, { isBox: true, height: shapes[box]!.height }]),
  );
  for (const [box, item] of items) columns[rank.get(box)!]!.push({ item, y: graph.node(String(box)).y });
  const links: Link[] = [];
  const passing = new Map<number, readonly Item[]>();
  for (const edge of edges) {
    const { points } = graph.edge(nameOf(edge));
    const isForward = rank.get(edge.left)! < rank.get(edge.right)!;
    const [low, high] = isForward ? [edge.left, edge.right] : [edge.right, edge.left];
    const [lowY, highY] = isForward ? [edge.leftY, edge.rightY] : [edge.rightY, edge.leftY];
    const between = xs.slice(rank.get(low)! + 1, rank.get(high)).map((x, at) => {
      const item: Item = { isBox: false, height: 0 };
      const { y } = points.find((point: { x: number }) => Math.round(point.x) === x);
      columns[rank.get(low)! + 1 + at]!.push({ item, y });
      return item;
    });
    passing.set(edge.at, between);
    const chain = [items.get(low)!, ...between, items.get(high)!];
    chain.slice(1).forEach((right, at) => {
      const left = chain[at]!;
      links.push({ left, leftY: left.isBox ? lowY : 0, right, rightY: right.isBox ? highY : 0 });
    });
  }
  const tops = assignHeights(
    columns.map((column) => column.sort((a, b) => a.y - b.y).map(({ item }) => item)),
    links,
    {
      gapBetween: (upper, lower) =>
        upper.isBox && lower.isBox
          ? nodeGap
          : upper.isBox || lower.isBox
            ? Math.round((nodeGap + lineGap) / 2)
            : lineGap,
      weightOf: ({ left, right }) => (left.isBox ? 1 : 2) * (right.isBox ? 1 : 2),
    },
  );
  const top = new Map([...items].map(([box, item]) => [box, tops.get(item)!]));
  return {
    columns: xs.map((_, at) =>
      members.filter((box) => rank.get(box) === at).sort((a, b) => top.get(a)! - top.get(b)!),
    ),
    rank,
    top,
    passing: new Map([...passing].map(([at, between]) => [at, between.map((item) => tops.get(item)!)])),
  };
}

/** An item at the height that dagre gives its middle. */
interface Placed {
  readonly item: Item;
  readonly y: number;
}
