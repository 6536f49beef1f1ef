/** A diagram in characters, for terminals and for text files. */
import { Canvas, type PaintText } from './canvas.ts';
import { fillColumns } from './columns.ts';
import { type Diagram, type End, type Group, type Line, markLetters, markNames, marksIn } from './diagram.ts';
import { type Layout, layOut } from './layout.ts';
import { characterMetrics } from './metrics.ts';
import type { Point } from './route.ts';
import { drawTerminalBox, terminalShapeOf } from './terminal-box.ts';

export interface TerminalScreen {
  /** Columns; undefined if lines have no limit. */
  readonly width: number | undefined;
  /** False: lines are ASCII. */
  readonly unicode: boolean;
  readonly paint: PaintText;
}

/** Draws boxes with lines between them if these fit, else boxes in columns with a list of relationships. */
export function drawTerminal(diagram: Diagram, screen: TerminalScreen): string {
  const isTitled = diagram.groups.length > 1;
  const parts = diagram.groups.map((group) => [
    ...(isTitled ? titleLines(group, screen) : []),
    ...drawGroup(group, screen),
  ]);
  const legend = legendOf(diagram, screen);
  const lines = [...parts, ...(legend.length === 0 ? [] : [legend])].flatMap((part, at) =>
    at === 0 ? part : ['', ...part],
  );
  return lines.map((line) => `${line}\n`).join('');
}

const widthOf = ({ width = Number.POSITIVE_INFINITY }: TerminalScreen): number => width;

function titleLines({ title }: Group, screen: TerminalScreen): string[] {
  return fillColumns([title], widthOf(screen)).map((line) => screen.paint('heading', line));
}

function drawGroup(group: Group, screen: TerminalScreen): string[] {
  const width = widthOf(screen);
  if (group.boxes.length === 0) return ['no collections'];
  const shapes = group.boxes.map((box) => terminalShapeOf(box, width));
  const limits = Number.isFinite(width) ? { ...characterMetrics, maxWidth: width } : characterMetrics;
  if (group.lines.length > 0) {
    const connected = layOut(group, shapes, limits);
    if (columnsOf(connected) <= width) return drawBoxes(group, connected, screen);
  }
  const loose = { ...group, lines: [] };
  const relationships = group.lines.flatMap((line) => relationshipLines(line, group, screen));
  return [
    ...drawBoxes(loose, layOut(loose, shapes, { ...limits, keepsOrder: true }), screen),
    ...(relationships.length === 0 ? [] : ['', ...relationships]),
  ];
}

/** A vertical part of a line takes a column, which may be the one after the width of the layout. */
const columnsOf = ({ width, routes }: Layout): number =>
  Math.max(width, ...routes.flatMap((route) => route.map(({ x }) => x + 1)));

function drawBoxes(group: Group, { places, routes }: Layout, { unicode, paint }: TerminalScreen): string[] {
  const canvas = new Canvas({ isUnicode: unicode });
  group.lines.forEach((line, at) => {
    drawRoute(canvas, line, routes[at]!, unicode);
  });
  group.boxes.forEach((box, at) => {
    drawTerminalBox(canvas, box, places[at]!);
  });
  return canvas.toLines(paint);
}

const arrows = { right: ['▶', '>'], left: ['◀', '<'] } as const;

function drawRoute(canvas: Canvas, line: Line, route: readonly Point[], isUnicode: boolean): void {
  const points = insideGaps(route);
  points.slice(1).forEach((point, at) => {
    canvas.line(points[at]!, point);
  });
  const [start, end] = [points[0]!, points.at(-1)!];
  canvas.write(start.x, start.y, [{ text: markOf(line.from), role: 'muted' }]);
  canvas.write(end.x, end.y, [{ text: markOf(line.to), role: 'muted' }]);
  if (line.isTwoWay) return;
  const leadsRight = points.at(-2)!.x < end.x;
  const arrow = (leadsRight ? arrows.right : arrows.left)[isUnicode ? 0 : 1];
  canvas.write(end.x + (leadsRight ? -1 : 1), end.y, [{ text: arrow, role: 'muted' }]);
}

/** A route ends at the sides of boxes: the left side of one is a column of the box itself. */
function insideGaps(route: readonly Point[]): readonly Point[] {
  const moved = [...route];
  const [start, next] = [route[0]!, route[1]!];
  const [end, before] = [route.at(-1)!, route.at(-2)!];
  if (next.x < start.x) moved[0] = { x: start.x - 1, y: start.y };
  if (before.x < end.x) moved[moved.length - 1] = { x: end.x - 1, y: end.y };
  return moved;
}

const markOf = ({ isMany }: End): string => (isMany ? 'n' : '1');

/** Writes `customers.orders 1 ── n orders.customer`, on further lines if there is no room. */
function relationshipLines(
  { from, to, isTwoWay }: Line,
  { boxes }: Group,
  { width = Number.POSITIVE_INFINITY, unicode }: TerminalScreen,
): string[] {
  const nameOf = ({ box, row }: End) => {
    const { title, rows } = boxes[box]!;
    return row === undefined ? title : `${title}.${rows[row]!.key}`;
  };
  const way = isTwoWay ? (unicode ? '──' : '--') : unicode ? '─▶' : '->';
  const words = [nameOf(from), `${markOf(from)} ${way} ${markOf(to)}`, nameOf(to)];
  const indent = '  ';
  return fillColumns(words, width - indent.length).map((line, at) => (at === 0 ? line : indent + line));
}

function legendOf(diagram: Diagram, { width, paint, unicode }: TerminalScreen): string[] {
  const { groups } = diagram;
  const rows = groups.flatMap(({ boxes }) => boxes.flatMap((box) => box.rows));
  const lines = groups.flatMap((group) => group.lines);
  const items = [
    ...(rows.some(({ isRequired }) => isRequired) ? ['* required'] : []),
    ...marksIn(diagram).map((mark) => `${markLetters[mark]} ${markNames[mark]}`),
    ...(lines.length > 0 ? ['1 one', 'n many'] : []),
    ...(lines.some(({ isTwoWay }) => !isTwoWay) ? [`${arrows.right[unicode ? 0 : 1]} one-way`] : []),
  ];
  const text = items.map((item, at) => (at === 0 ? item : ` ${item}`));
  return fillColumns(text, width ?? Number.POSITIVE_INFINITY).map((line) => paint('muted', line.trimStart()));
}
