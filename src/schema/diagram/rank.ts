/** Columns of boxes, and the order and the heights in them: by dagre, and in columns of similar heights. */
import { layout as dagreLayout, Graph } from '@dagrejs/dagre';
import type { End, Group } from './diagram.ts';
import type { Metrics, Shape } from './metrics.ts';

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
  /** Least number of columns that it leads to the right. */
  readonly minLength: number;
}

/** Heights of the tallest column that are aimed at, as shares of its height. */
const shares = [0.85, 0.7, 0.55, 0.45];

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
      return { at, left: left.box, right: right.box, minLength: 1 };
    });
  const first = arrange(members, edges, shapes, metrics);
  // In a ring an edge leads back to the left.
  const directed = edges.map((edge): Edge => {
    const leads = first.rank.get(edge.left)! < first.rank.get(edge.right)!;
    return leads ? edge : { ...edge, left: edge.right, right: edge.left };
  });
  const heights = members.map((box) => shapes[box]!.height + metrics.nodeGap);
  const heightOf = new Map(members.map((box, at) => [box, heights[at]!]));
  const flatter = shares.flatMap((share) => {
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

/** dagre gives columns, order and heights; the exact ends of lines are found later. */
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
  const nodeOf = (box: number) => graph.node(String(box));
  const columnOf = (x: number) => Math.round(x);
  const centres = [...new Set(members.map((box) => columnOf(nodeOf(box).x)))].sort((a, b) => a - b);
  const rank = new Map(members.map((box) => [box, centres.indexOf(columnOf(nodeOf(box).x))]));
  const top = new Map(
    members.map((box) => [box, Math.round(nodeOf(box).y - shapes[box]!.height / 2)] as const),
  );
  const passing = edges.map((edge): [number, readonly number[]] => {
    const { points } = graph.edge(nameOf(edge));
    const [low, high] = [rank.get(edge.left)!, rank.get(edge.right)!].sort((a, b) => a - b);
    const between = centres.slice(low! + 1, high);
    const heightAt = (x: number) => points.find((point: { x: number }) => columnOf(point.x) === x).y;
    return [edge.at, between.map((x) => Math.round(heightAt(x)))];
  });
  return {
    columns: centres.map((_, at) =>
      members.filter((box) => rank.get(box) === at).sort((a, b) => top.get(a)! - top.get(b)!),
    ),
    rank,
    top,
    passing: new Map(passing),
  };
}
