/** A diagram in the language of Graphviz: `dot -Tpng schema.dot -o schema.png`. https://graphviz.org/doc/info/lang.html */
import { type Box, type Diagram, type End, type Group, type Line, markLetters, type Row } from './diagram.ts';
import { indexLabel } from './labels.ts';
import { escapeXml } from './svg-elements.ts';

/**
 * @param header lines for the head, as comments
 */
export function drawDot({ groups }: Diagram, header: readonly string[] = []): string {
  return `${[
    ...header.map((text) => `// ${text}`.trimEnd()),
    'digraph schema {',
    '  graph [rankdir=LR, ranksep=1.2, nodesep=0.4, fontname="Helvetica", fontsize=16, pad=0.4]',
    '  node [shape=plain, fontname="Helvetica", fontsize=11]',
    '  edge [color="#57606a", dir=both]',
    ...groups
      .flatMap((group, at) => (groups.length > 1 ? clusterLines(group, at) : groupLines(group, at)))
      .map((line) => `  ${line}`),
    '}',
  ].join('\n')}\n`;
}

function groupLines({ boxes, lines }: Group, at: number): string[] {
  const nameOf = (box: number) => `c${at}_${box}`;
  return [
    ...boxes.map((box, position) => `${nameOf(position)} [label=<${tableOf(box)}>]`),
    ...lines.map((line) => edgeOf(line, nameOf)),
  ];
}

/** A group in a frame with its title. */
function clusterLines(group: Group, at: number): string[] {
  return [
    `subgraph cluster_${at} {`,
    `  label=<<b>${escapeXml(group.title)}</b>>; labeljust=l; style=rounded; color="#d0d7de"; margin=20`,
    ...groupLines(group, at).map((line) => `  ${line}`),
    '}',
  ];
}

const arrowOf = ({ isMany }: End): string => (isMany ? 'crow' : 'tee');

/** One comes before many, so that a diagram reads from the left to the right. */
function edgeOf({ from, to, isTwoWay }: Line, nameOf: (box: number) => string): string {
  const isReversed = from.isMany && !to.isMany;
  const [tail, head] = isReversed ? [to, from] : [from, to];
  const arrow = (end: End) => arrowOf(end) + (end === to && !isTwoWay ? 'vee' : '');
  const headSide = tail.box === head.box ? 'right' : 'left';
  const style = isTwoWay ? '' : ', style=dashed';
  const attributes = `arrowtail=${arrow(tail)}, arrowhead=${arrow(head)}${style}`;
  return `${nameOf(tail.box)}:${portOf(tail, 'right')} -> ${nameOf(head.box)}:${portOf(head, headSide)} [${attributes}]`;
}

/** A row has a port at each of its sides. */
const portOf = ({ row }: End, side: 'left' | 'right'): string =>
  side === 'left'
    ? `${row === undefined ? 'title' : `f${row}`}:w`
    : `${row === undefined ? 'title' : `t${row}`}:e`;

function tableOf({ title, subtitle, rows, indexes, isMissing }: Box): string {
  const second = isMissing ? 'not in this diagram' : subtitle;
  const heading = `<b>${escapeXml(title)}</b>${second === '' ? '' : ` <font color="#656d76">${escapeXml(second)}</font>`}`;
  const border = isMissing ? ' style="dashed"' : '';
  return [
    `<table border="1" cellborder="0" cellspacing="0" cellpadding="4" color="#8c959f" bgcolor="white"${border}>`,
    `<tr><td colspan="3" align="left" bgcolor="#eaeef4" port="title">${heading}</td></tr>`,
    ...rows.map(rowOf),
    ...indexes.map(
      (index) =>
        `<tr><td colspan="3" align="left"><font color="#656d76">${escapeXml(indexLabel(index))}</font></td></tr>`,
    ),
    '</table>',
  ].join('');
}

function rowOf({ key, type, isRequired, marks }: Row, at: number): string {
  const name = isRequired ? `<b>${escapeXml(key)}</b>` : escapeXml(key);
  const letters = marks.map((mark) => markLetters[mark]).join(' ');
  const muted = (text: string) => (text === '' ? '' : `<font color="#656d76">${escapeXml(text)}</font>`);
  return `<tr><td align="left" port="f${at}">${name}</td><td>${muted(letters)}</td><td align="right" port="t${at}">${muted(type)}</td></tr>`;
}
