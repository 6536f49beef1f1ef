/** A collection as a box of a picture. */
import { columnsOf, shorten } from './columns.ts';
import { type Box, type Mark, markLetters, type Row } from './diagram.ts';
import { indexLabel } from './labels.ts';
import type { Shape } from './metrics.ts';
import type { Place } from './pack.ts';
import { element, escapeXml, textElement } from './svg-elements.ts';

const headHeight = 34;
const rowHeight = 22;
const noteHeight = 20;
const bottomPadding = 6;
const sidePadding = 12;
const minWidth = 150;
const dotWidth = 12;
const badgeWidth = 15;
const columnGap = 18;
const radius = 7;

/** Fonts differ; these are those of the widest that are in use, in pixels per column of a terminal. */
const keyColumn = 7.8;
const smallColumn = 7.2;
const titleColumn = 8.8;
const headingColumn = 11;

const maxTitleColumns = 40;
const maxSubtitleColumns = 36;
const maxHeadingColumns = 80;
const maxKeyColumns = 40;
const maxTypeColumns = 40;
const maxNoteColumns = 60;

/** Returns the name of a database as it is drawn, and its width. */
export function headingText(title: string): { readonly text: string; readonly width: number } {
  const text = shorten(title, maxHeadingColumns);
  return { text, width: columnsOf(text) * headingColumn };
}

/** Texts of a box as they are drawn, and the room they need. */
interface Texts {
  readonly title: string;
  readonly subtitle: string;
  readonly keys: readonly string[];
  readonly types: readonly string[];
  readonly notes: readonly string[];
  readonly width: number;
}

function textsOf({ title, subtitle, rows, indexes, isMissing }: Box): Texts {
  const shortTitle = shorten(title, maxTitleColumns);
  const shortSubtitle = shorten(isMissing ? 'not in this diagram' : subtitle, maxSubtitleColumns);
  const keys = rows.map(({ key }) => shorten(key, maxKeyColumns));
  const types = rows.map(({ type }) => shorten(type, maxTypeColumns));
  const notes = indexes.map((index) => shorten(indexLabel(index), maxNoteColumns));
  const headWidth =
    columnsOf(shortTitle) * titleColumn +
    (shortSubtitle === '' ? 0 : columnGap + columnsOf(shortSubtitle) * smallColumn);
  const rowWidths = rows.map(
    ({ marks }, at) =>
      dotWidth +
      columnsOf(keys[at]!) * keyColumn +
      marks.length * badgeWidth +
      columnGap +
      columnsOf(types[at]!) * smallColumn,
  );
  const noteWidths = notes.map((note) => dotWidth + columnsOf(note) * smallColumn);
  const inner = Math.max(headWidth, ...rowWidths, ...noteWidths);
  return {
    title: shortTitle,
    subtitle: shortSubtitle,
    keys,
    types,
    notes,
    width: Math.max(minWidth, Math.ceil(inner + 2 * sidePadding)),
  };
}

export function shapeOf(box: Box): Shape {
  const { width } = textsOf(box);
  const notesHeight = box.indexes.length === 0 ? 0 : box.indexes.length * noteHeight + bottomPadding;
  const rowsHeight = box.rows.length === 0 ? 0 : box.rows.length * rowHeight + bottomPadding;
  return {
    width,
    height: headHeight + rowsHeight + notesHeight,
    titleYs: { one: headHeight / 2 - 5, many: headHeight / 2 + 8 },
    rowYs: box.rows.map((_, at) => rowTop(at) + rowHeight / 2),
  };
}

const rowTop = (at: number): number => headHeight + 3 + at * rowHeight;

/** @param colour number of the colour of the lines that meet here; undefined for none */
export function drawBox(box: Box, { x, y, width, height }: Place, colour: number | undefined): string {
  const texts = textsOf(box);
  const right = width - sidePadding;
  const notesTop = headHeight + (box.rows.length === 0 ? 0 : box.rows.length * rowHeight + bottomPadding);
  const tooltip = [box.title, box.subtitle].filter((text) => text !== '').join(' · ');
  const parts = [
    element('rect', { class: 'box', width, height, rx: radius }),
    element(
      'g',
      {},
      `<title>${escapeXml(box.isMissing ? `${tooltip}: not in this diagram` : tooltip)}</title>` +
        element('path', { class: 'head', d: headPath(width, box.rows.length + box.indexes.length === 0) }) +
        textElement(
          'text',
          { class: box.isMissing ? 'title faded' : 'title', x: sidePadding, y: 22 },
          texts.title,
        ) +
        (texts.subtitle === ''
          ? ''
          : textElement('text', { class: 'sub type', x: right, y: 22 }, texts.subtitle)),
    ),
    ...box.rows.map((row, at) => drawRow(row, texts.keys[at]!, texts.types[at]!, { y: rowTop(at), right })),
    ...(texts.notes.length > 0 && box.rows.length > 0
      ? [element('path', { class: 'rule', d: `M0 ${notesTop}H${width}` })]
      : []),
    ...texts.notes.map((note, at) =>
      element(
        'g',
        {},
        `<title>${escapeXml(`index ${box.indexes[at]!.key}`)}</title>${textElement('text', { class: 'note', x: sidePadding + dotWidth, y: notesTop + 17 + at * noteHeight }, note)}`,
      ),
    ),
    element('rect', { class: box.isMissing ? 'outline missing' : 'outline', width, height, rx: radius }),
    ...(colour === undefined || box.isMissing
      ? []
      : [element('path', { class: `strip line${colour}`, d: topPath(width) })]),
  ];
  return element('g', { transform: `translate(${x} ${y})` }, parts.join(''));
}

const topPath = (width: number): string =>
  `M0 ${radius}A${radius} ${radius} 0 0 1 ${radius} 0H${width - radius}A${radius} ${radius} 0 0 1 ${width} ${radius}`;

/** The head has round corners above, and below if nothing follows. */
function headPath(width: number, isAlone: boolean): string {
  if (!isAlone) return `${topPath(width)}V${headHeight}H0Z`;
  const bottom = `A${radius} ${radius} 0 0 1 ${width - radius} ${headHeight}H${radius}A${radius} ${radius} 0 0 1 0 ${headHeight - radius}Z`;
  return `${topPath(width)}V${headHeight - radius}${bottom}`;
}

function drawRow(
  { details, isRequired, isRelationship, marks }: Row,
  key: string,
  type: string,
  { y, right }: { readonly y: number; readonly right: number },
): string {
  const middle = y + rowHeight / 2;
  const baseline = middle + 4.5;
  const keyX = sidePadding + dotWidth;
  const badgesX = keyX + columnsOf(key) * keyColumn + 4;
  const keyClass = ['key', ...(isRequired ? ['required'] : []), ...(isRelationship ? ['link'] : [])].join(
    ' ',
  );
  return element(
    'g',
    {},
    [
      `<title>${escapeXml(details)}</title>`,
      isRequired ? element('circle', { class: 'dot', cx: sidePadding + 3, cy: middle, r: 2.5 }) : '',
      textElement('text', { class: keyClass, x: keyX, y: baseline }, key),
      ...marks.map((mark, at) => drawBadge(mark, badgesX + at * badgeWidth, middle)),
      textElement('text', { class: isRelationship ? 'type link' : 'type', x: right, y: baseline }, type),
    ].join(''),
  );
}

/** Draws the letter of a mark. */
export function drawBadge(mark: Mark, x: number, middle: number): string {
  return (
    element('rect', { class: 'badge', x, y: middle - 6.5, width: 13, height: 13, rx: 3 }) +
    textElement('text', { class: 'letter', x: x + 6.5, y: middle + 3.5 }, markLetters[mark])
  );
}
