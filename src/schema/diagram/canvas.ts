/** A grid of characters to draw text and lines on. */
import stringWidth from 'string-width';
import { graphemes } from '../../lib/text/graphemes.ts';

/** Meaning of a text, for colours. */
export type TextRole = 'heading' | 'key' | 'id' | 'muted';

/** A piece of a line. */
export interface Span {
  readonly text: string;
  readonly role?: TextRole;
}

export type PaintText = (role: TextRole, text: string) => string;

/** Directions in which a cell continues a line; cells add them up. */
export const directions = { up: 1, right: 2, down: 4, left: 8 } as const;

/** Characters by the sum of their directions. */
const unicodeLines = [...' ││└││┌├─┘─┴┐┤┬┼'];
const asciiLines = [...' ||+||++-+-++++'].concat('+');

interface Cell {
  readonly text: string;
  readonly role: TextRole | undefined;
}

export class Canvas {
  readonly #isUnicode: boolean;
  /** Text; the second column of a wide character holds an empty one. */
  readonly #texts: (Cell | undefined)[][] = [];
  readonly #lines: number[][] = [];

  constructor({ isUnicode }: { readonly isUnicode: boolean }) {
    this.#isUnicode = isUnicode;
  }

  /** Writes spans one after the other; what was there is replaced. */
  write(x: number, y: number, spans: readonly Span[]): void {
    this.#texts[y] ??= [];
    const row = this.#texts[y];
    let at = x;
    for (const { text, role } of spans)
      for (const segment of graphemes(text)) {
        const width = stringWidth(segment);
        const before = row[at - 1];
        // A mark without a character of its own belongs to the column before it.
        if (width === 0 && before) row[at - 1] = { ...before, text: before.text + segment };
        else row[at] = { text: segment, role };
        for (let next = 1; next < width; next++) row[at + next] = { text: '', role };
        at += width;
      }
  }

  /** Draws a horizontal or vertical line, both ends included. */
  line(
    from: { readonly x: number; readonly y: number },
    to: { readonly x: number; readonly y: number },
  ): void {
    const isHorizontal = from.y === to.y;
    const [first, last] = isHorizontal ? [from.x, to.x].sort(ascending) : [from.y, to.y].sort(ascending);
    for (let at = first!; at <= last!; at++) {
      const forth = at < last! ? (isHorizontal ? directions.right : directions.down) : 0;
      const back = at > first! ? (isHorizontal ? directions.left : directions.up) : 0;
      this.#add(isHorizontal ? at : from.x, isHorizontal ? from.y : at, forth | back);
    }
  }

  #add(x: number, y: number, direction: number): void {
    this.#lines[y] ??= [];
    this.#lines[y][x] = (this.#lines[y][x] ?? 0) | direction;
  }

  /** Returns the lines without spaces at their ends. */
  toLines(paint: PaintText): string[] {
    const height = Math.max(this.#texts.length, this.#lines.length);
    return Array.from({ length: height }, (_, y) => this.#row(y, paint));
  }

  #row(y: number, paint: PaintText): string {
    const texts = this.#texts[y] ?? [];
    const lines = this.#lines[y] ?? [];
    const characters = this.#isUnicode ? unicodeLines : asciiLines;
    const cells = Array.from({ length: Math.max(texts.length, lines.length) }, (_, x): Cell => {
      const direction = lines[x] ?? 0;
      return texts[x] ?? { text: characters[direction]!, role: direction === 0 ? undefined : 'muted' };
    });
    while (cells.at(-1)?.text === ' ') cells.pop();
    return painted(cells, paint);
  }
}

const ascending = (a: number, b: number): number => a - b;

/** Joins neighbours of one role, so that each needs a single change of colour. */
function painted(cells: readonly Cell[], paint: PaintText): string {
  let text = '';
  for (let start = 0; start < cells.length; ) {
    const { role } = cells[start]!;
    let end = start;
    while (end < cells.length && cells[end]!.role === role) end++;
    const run = cells
      .slice(start, end)
      .map((cell) => cell.text)
      .join('');
    text += role === undefined ? run : paint(role, run);
    start = end;
  }
  return text;
}
