/** A diagram as a picture: an SVG of text, without scripts, that follows the reader's light or dark mode. */
import { counted } from '../../lib/text/words.ts';
import { coloursOf, drawEnds, drawLine } from './crow-feet.ts';
import type { Diagram, Group, Line } from './diagram.ts';
import { type Layout, layOut } from './layout.ts';
import { drawLegend } from './legend.ts';
import { pictureMetrics } from './metrics.ts';
import { pack } from './pack.ts';
import { drawBox, headingText, shapeOf } from './svg-box.ts';
import { element, textElement } from './svg-elements.ts';
import { styleSheet } from './svg-style.ts';

const margin = 28;
const headingHeight = 40;
const framePadding = 24;
const minGroupWidth = 120;
const emptyHeight = 12;

export interface SvgOptions {
  readonly title: string;
}

interface DrawnGroup {
  readonly width: number;
  readonly height: number;
  readonly content: string;
}

/** Draws a diagram. The same schema gives the same bytes. */
export function drawSvg(diagram: Diagram, { title }: SvgOptions): string {
  const style = diagram.groups.length > 1 ? 'framed' : 'plain';
  const groups = diagram.groups.map((group, at) => drawGroup(group, at, style));
  const packed = pack(groups, { gap: pictureMetrics.partGap, aspect: pictureMetrics.aspect });
  const legend = drawLegend(diagram);
  const width = Math.ceil(Math.max(packed.width, legend.width, 200)) + 2 * margin;
  const legendY = margin + packed.height + (legend.height > 0 ? margin : 0);
  const height = Math.ceil(legendY + legend.height + margin);
  const placed = groups.map(({ content }, at) => {
    const { x, y } = packed.places[at]!;
    return element('g', { transform: `translate(${margin + x} ${margin + y})` }, content);
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title description" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    textElement('title', { id: 'title' }, title),
    textElement('desc', { id: 'description' }, describe(diagram)),
    `<style>${styleSheet}</style>`,
    element('rect', { class: 'paper', width, height, rx: 10 }),
    ...placed,
    element('g', { transform: `translate(${margin} ${legendY})` }, legend.content),
    '</svg>',
  ].join('\n')}\n`;
}

function describe({ groups }: Diagram): string {
  const boxes = groups.flatMap((group) => group.boxes.filter(({ isMissing }) => !isMissing));
  const lines = groups.flatMap((group) => group.lines.map(({ details }) => details));
  const counts = `${counted(boxes.length, 'collections')}, ${counted(lines.length, 'relationships')}`;
  return [`${counts}.`, ...lines.map((line) => `${line}.`)].join(' ');
}

function drawGroup(group: Group, at: number, style: 'framed' | 'plain'): DrawnGroup {
  const shapes = group.boxes.map(shapeOf);
  const layout = layOut(group, shapes, pictureMetrics);
  const isFramed = style === 'framed';
  const padding = isFramed ? framePadding : 0;
  const heading = headingText(group.title);
  const isEmpty = group.boxes.length === 0;
  const width = Math.max(layout.width, heading.width, minGroupWidth) + 2 * padding;
  const height = headingHeight + (isEmpty ? emptyHeight : layout.height) + 2 * padding;
  const content = [
    ...(isFramed ? [element('rect', { class: 'frame', width, height, rx: 10 })] : []),
    textElement('text', { class: 'heading', x: padding, y: padding + 16 }, heading.text),
    isEmpty
      ? textElement('text', { class: 'legend', x: padding, y: padding + headingHeight + 4 }, 'no collections')
      : element(
          'g',
          { transform: `translate(${padding} ${padding + headingHeight})` },
          drawContent(group, layout, (box) => `${at}.${box}`),
        ),
  ].join('\n');
  return { width, height, content };
}

/** Boxes are above lines, and the ends of lines above boxes. */
function drawContent(
  { boxes, lines }: Group,
  { places, routes }: Layout,
  idOf: (box: number) => string,
): string {
  const colours = coloursOf(lines);
  const ofLine = ({ from, to }: Line) => ({
    class: 'relationship',
    'data-boxes': `${idOf(from.box)} ${idOf(to.box)}`,
  });
  return [
    ...lines.map((line, at) => element('g', ofLine(line), drawLine(line, routes[at]!, colours))),
    ...boxes.map((box, at) =>
      element('g', { class: 'collection', 'data-box': idOf(at) }, drawBox(box, places[at]!, colours.get(at))),
    ),
    ...lines.map((line, at) => element('g', ofLine(line), drawEnds(line, routes[at]!, colours))),
  ].join('\n');
}
