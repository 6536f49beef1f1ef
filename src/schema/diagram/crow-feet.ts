/** Relationships as lines of a picture, in the notation of crow's feet. */
import type { End, Line } from './diagram.ts';
import type { Point } from './route.ts';
import { element, escapeXml } from './svg-elements.ts';
import { lineColours } from './svg-style.ts';

const cornerRadius = 6;
const footLength = 11;
const footSpread = 5.5;
const barDistance = 9;
const arrowDistance = 16;
const arrowLength = 6;

/** The box that a line is coloured by: that of the one, or that which it leads to. */
const hubOf = ({ from, to }: Line): number => (to.isMany && !from.isMany ? from.box : to.box);

/** Returns colours by their numbers: lines that meet in a box have the same, which is that of the box. */
export function coloursOf(lines: readonly Line[]): ReadonlyMap<number, number> {
  const hubs = [...new Set(lines.map(hubOf))].sort((a, b) => a - b);
  return new Map(hubs.map((box, at) => [box, at % lineColours]));
}

const classOf = (line: Line, colours: ReadonlyMap<number, number>): string =>
  `wire line${colours.get(hubOf(line))!}`;

export function drawLine(line: Line, route: readonly Point[], colours: ReadonlyMap<number, number>): string {
  const style = `${classOf(line, colours)}${line.isTwoWay ? '' : ' one-way'}`;
  return `<title>${escapeXml(line.details)}</title>${element('path', { class: style, d: roundedPath(route) })}`;
}

/** Draws the marks of both ends: a bar for one, a crow's foot for many, and an arrow where a one-way line leads to. */
export function drawEnds(line: Line, route: readonly Point[], colours: ReadonlyMap<number, number>): string {
  const [start, next] = [route[0]!, route[1]!];
  const [end, before] = [route.at(-1)!, route.at(-2)!];
  const paths = [
    endPath(line.from, start, Math.sign(next.x - start.x)),
    endPath(line.to, end, Math.sign(before.x - end.x)),
    ...(line.isTwoWay ? [] : [arrowPath(end, Math.sign(before.x - end.x))]),
  ];
  return element('path', { class: classOf(line, colours), d: paths.join('') });
}

/** @param outward 1 if the line leaves the box to the right, -1 if to the left */
export function endPath({ isMany }: Pick<End, 'isMany'>, { x, y }: Point, outward: number): string {
  if (!isMany) return `M${x + outward * barDistance} ${y - footSpread}v${2 * footSpread}`;
  const tip = x + outward * footLength;
  return `M${x} ${y - footSpread}L${tip} ${y}L${x} ${y + footSpread}M${tip} ${y}H${x}`;
}

export function arrowPath({ x, y }: Point, outward: number): string {
  const tip = x + outward * arrowDistance;
  const back = tip + outward * arrowLength;
  return `M${back} ${y - 4}L${tip} ${y}L${back} ${y + 4}`;
}

function roundedPath(points: readonly Point[]): string {
  const parts = points.map((point, at) => {
    const [before, after] = [points[at - 1], points[at + 1]];
    if (!before) return `M${point.x} ${point.y}`;
    if (!after) return `L${point.x} ${point.y}`;
    const radius = Math.min(cornerRadius, distance(before, point) / 2, distance(point, after) / 2);
    const from = towards(point, before, radius);
    const to = towards(point, after, radius);
    return `L${from.x} ${from.y}Q${point.x} ${point.y} ${to.x} ${to.y}`;
  });
  return parts.join('');
}

const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);

/** Returns the point at a distance from `start` on the way to `end`, along one axis. */
function towards(start: Point, end: Point, length: number): Point {
  return {
    x: start.x + Math.sign(end.x - start.x) * length,
    y: start.y + Math.sign(end.y - start.y) * length,
  };
}
