/** Explains the marks that occur in a picture. */
import { columnsOf } from './columns.ts';
import { arrowPath, endPath } from './crow-feet.ts';
import { type Diagram, markNames, marksIn } from './diagram.ts';
import { drawBadge } from './svg-box.ts';
import { element, textElement } from './svg-elements.ts';

const symbolWidth = 46;
const itemGap = 26;
const column = 7.4;
const middle = 9;

interface Item {
  readonly text: string;
  readonly width: number;
  readonly symbol: string;
}

/** Draws a line of the marks that occur. */
export function drawLegend(diagram: Diagram): {
  readonly content: string;
  readonly width: number;
  readonly height: number;
} {
  const { groups } = diagram;
  const rows = groups.flatMap(({ boxes }) => boxes.flatMap((box) => box.rows));
  const lines = groups.flatMap((group) => group.lines);
  const ends = lines.flatMap(({ from, to }) => [from, to]);
  const wire = (path: string) =>
    element('path', { class: 'wire plain', d: `M0 ${middle}H${symbolWidth - 12}${path}` });
  const boxEdge = { x: symbolWidth - 12, y: middle };
  const items: Item[] = [
    ...(rows.some(({ isRequired }) => isRequired)
      ? [
          {
            text: 'required',
            width: 12,
            symbol: element('circle', { class: 'dot', cx: 4, cy: middle, r: 2.5 }),
          },
        ]
      : []),
    ...marksIn(diagram).map((mark) => ({
      text: markNames[mark],
      width: 20,
      symbol: drawBadge(mark, 0, middle),
    })),
    ...(ends.some(({ isMany }) => !isMany)
      ? [{ text: 'one', width: symbolWidth - 4, symbol: wire(endPath({ isMany: false }, boxEdge, -1)) }]
      : []),
    ...(ends.some(({ isMany }) => isMany)
      ? [{ text: 'many', width: symbolWidth - 4, symbol: wire(endPath({ isMany: true }, boxEdge, -1)) }]
      : []),
    ...(lines.some(({ isTwoWay }) => !isTwoWay)
      ? [
          {
            text: 'one-way',
            width: symbolWidth - 4,
            symbol:
              element('path', { class: 'wire plain one-way', d: `M0 ${middle}H${boxEdge.x}` }) +
              element('path', { class: 'wire plain', d: arrowPath({ x: boxEdge.x + 14, y: middle }, -1) }),
          },
        ]
      : []),
  ];
  let x = 0;
  const drawn = items.map(({ text, width, symbol }) => {
    const content = element(
      'g',
      { transform: `translate(${x} 0)` },
      symbol + textElement('text', { class: 'legend', x: width, y: middle + 4 }, text),
    );
    x += width + columnsOf(text) * column + itemGap;
    return content;
  });
  return { content: drawn.join(''), width: Math.max(0, x - itemGap), height: items.length === 0 ? 0 : 18 };
}
