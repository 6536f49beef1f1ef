/** A collection as a box of characters. */
import type { Canvas, Span } from './canvas.ts';
import { columnsOf, split } from './columns.ts';
import { type Box, markLetters, type Row } from './diagram.ts';
import { indexLabel } from './labels.ts';
import type { Shape } from './metrics.ts';
import type { Place } from './pack.ts';

/** Columns of the borders, with a space inside of each. */
const borders = 4;
const minInner = 12;
/** Columns of the sign for a required attribute. */
const signWidth = 2;

/** A box as lines of text within its borders. */
interface BoxText {
  readonly title: readonly (readonly Span[])[];
  readonly body: readonly (readonly Span[])[];
  /** Positions in the body at which rows begin. */
  readonly rowStarts: readonly number[];
}

/** @param maxWidth of the box; what is longer continues on further lines */
export function terminalShapeOf(box: Box, maxWidth: number): Shape {
  const inner = Math.min(innerWidthOf(box), Math.max(minInner, maxWidth - borders));
  const { title, body, rowStarts } = textOf(box, inner);
  const bodyTop = title.length + 2;
  return {
    width: inner + borders,
    height: title.length + (body.length === 0 ? 2 : body.length + 3),
    titleYs: { one: 1, many: title.length + 1 },
    rowYs: rowStarts.map((start) => bodyTop + start),
  };
}

function innerWidthOf(box: Box): number {
  const head = columnsOf(box.title) + (secondOf(box) === '' ? 0 : 2 + columnsOf(secondOf(box)));
  const rows = box.rows.map((row) => {
    const { key, marks, type } = rowParts(row);
    return signWidth + columnsOf(key) + (marks === '' ? 0 : 1 + marks.length) + 2 + columnsOf(type);
  });
  const notes = box.indexes.map((index) => signWidth + columnsOf(indexLabel(index)));
  return Math.max(minInner, head, ...rows, ...notes);
}

const secondOf = ({ subtitle, isMissing }: Box): string => (isMissing ? 'not in this diagram' : subtitle);

const rowParts = ({ key, marks, type }: Row) => ({
  key,
  type,
  marks: marks.map((mark) => markLetters[mark]).join(' '),
});

function textOf(box: Box, inner: number): BoxText {
  const body: (readonly Span[])[] = [];
  const rowStarts: number[] = [];
  for (const row of box.rows) {
    rowStarts.push(body.length);
    body.push(...rowLines(row, inner));
  }
  for (const index of box.indexes)
    for (const piece of split(indexLabel(index), inner - signWidth))
      body.push([{ text: ' '.repeat(signWidth) }, { text: piece, role: 'muted' }]);
  const second: readonly Span[] = secondOf(box) === '' ? [] : [{ text: secondOf(box), role: 'muted' }];
  return { title: spread([{ text: box.title, role: 'key' }], second, inner, 0), body, rowStarts };
}

function rowLines(row: Row, inner: number): (readonly Span[])[] {
  const { key, marks, type } = rowParts(row);
  const left: Span[] = [
    { text: row.isRequired ? '* ' : '  ' },
    row.isRelationship ? { text: key, role: 'id' } : { text: key },
    ...(marks === '' ? [] : [{ text: ` ${marks}`, role: 'muted' } as const]),
  ];
  return spread(left, [{ text: type, role: row.isRelationship ? 'id' : 'muted' }], inner, signWidth);
}

const widthOf = (spans: readonly Span[]): number => spans.reduce((sum, { text }) => sum + columnsOf(text), 0);

/** Puts texts at the two ends of a line, or on lines of their own, broken if they are too long. */
function spread(
  left: readonly Span[],
  right: readonly Span[],
  inner: number,
  indent: number,
): (readonly Span[])[] {
  const rest = inner - widthOf(left) - widthOf(right);
  if (right.length === 0 && rest >= 0) return [left];
  if (right.length > 0 && rest >= 2) return [[...left, { text: ' '.repeat(rest) }, ...right]];
  const broken = (spans: readonly Span[]) =>
    widthOf(spans) <= inner
      ? [spans]
      : spans.flatMap(({ text, role }) =>
          split(text.trimStart(), inner - indent).map((piece): readonly Span[] => [
            { text: ' '.repeat(indent) },
            role === undefined ? { text: piece } : { text: piece, role },
          ]),
        );
  const leftLines = broken(
    left.filter(({ text }, at) => at > 0 || text.trim() !== '' || widthOf(left) <= inner),
  );
  const rightLines = broken(right).map((line): readonly Span[] => {
    const room = inner - widthOf(line);
    return room > 0 ? [{ text: ' '.repeat(room) }, ...line] : line;
  });
  return [...leftLines, ...rightLines];
}

/** Draws a box where the layout places it; it may be wider than its text. */
export function drawTerminalBox(canvas: Canvas, box: Box, { x, y, width, height }: Place): void {
  const { title, body } = textOf(box, width - borders);
  const right = x + width - 1;
  const bottom = y + height - 1;
  canvas.line({ x, y }, { x: right, y });
  canvas.line({ x, y: bottom }, { x: right, y: bottom });
  canvas.line({ x, y }, { x, y: bottom });
  canvas.line({ x: right, y }, { x: right, y: bottom });
  if (body.length > 0) canvas.line({ x, y: y + title.length + 1 }, { x: right, y: y + title.length + 1 });
  title.forEach((spans, at) => {
    canvas.write(x + 2, y + 1 + at, spans);
  });
  body.forEach((spans, at) => {
    canvas.write(x + 2, y + title.length + 2 + at, spans);
  });
}
