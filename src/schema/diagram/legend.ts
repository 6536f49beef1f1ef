/** Explains the marks that occur in a picture. */
import { columnsOf } from './columns.ts';
import { arrowPath, endPath } from './crow-feet.ts';
import { type Diagram, markNames, marksIn } from './diagram.ts';
import { drawBadge } from './svg-box.ts';
import { element, textElement } from './svg-elements.ts';

const symbolWidth = 46;
const itemGap = 26;
/** Width of a column of text. */
const columnWidth = 7.4;
/** Height of the middle of the line. */
const middle = 9;
const boxEdge = { x: symbolWidth - 12, y: middle };

interface Item {
  readonly text: string;
  /** Of the symbol, with the gap after it. */
  readonly width: number;
  readonly symbol: string;
  /** True if the picture has it. */
  readonly occurs: boolean;
}

/** Draws a line of the marks that occur. */
export function drawLegend(diagram: Diagram): {
  readonly content: string;
  readonly width: number;
  readonly height: number;
} {
  const items = itemsFor(diagram).filter(({ occurs }) => occurs);
  let x = 0;
  const drawn = items.map(({ text, width, symbol }) => {
    const content = element(
      'g',
      { transform: `translate(${x} 0)` },
      symbol + textElement('text', { class: 'legend', x: width, y: middle + 4 }, text),
    );
    x += width + columnsOf(text) * columnWidth + itemGap;
    return content;
  });
  return { content: drawn.join(''), width: Math.max(0, x - itemGap), height: items.length === 0 ? 0 : 18 };
}

function itemsFor(diagram: Diagram): Item[] {
  const { groups } = diagram;
  const rows = groups.flatMap(({ boxes }) => boxes.flatMap((box) => box.rows));
  const lines = groups.flatMap((group) => group.lines);
  const ends = lines.flatMap(({ from, to }) => [from, to]);
  return [
    {
      text: 'required',
      width: 12,
      symbol: element('circle', { class: 'dot', cx: 4, cy: middle, r: 2.5 }),
      occurs: rows.some(({ isRequired }) => isRequired),
    },
    ...marksIn(diagram).map((mark) => ({
      text: markNames[mark],
      width: 20,
      symbol: drawBadge(mark, 0, middle),
      occurs: true,
    })),
    {
      text: 'one',
      width: symbolWidth - 4,
      symbol: wire(endPath({ isMany: false }, boxEdge, -1)),
      occurs: ends.some(({ isMany }) => !isMany),
    },
    {
      text: 'many',
      width: symbolWidth - 4,
      symbol: wire(endPath({ isMany: true }, boxEdge, -1)),
      occurs: ends.some(({ isMany }) => isMany),
    },
    {
      text: 'one-way',
      width: symbolWidth - 4,
      symbol:
        element('path', { class: 'wire plain one-way', d: `M0 ${middle}H${boxEdge.x}` }) +
        element('path', { class: 'wire plain', d: arrowPath({ x: boxEdge.x + 14, y: middle }, -1) }),
      occurs: lines.some(({ isTwoWay }) => !isTwoWay),
    },
  ];
}

/** Draws a line that ends at the edge of a box. @param end path of its end */
const wire = (end: string) => element('path', { class: 'wire plain', d: `M0 ${middle}H${boxEdge.x}${end}` });
