/** A page of a line for each resource: a symbol, its kind, its path and what happens to it. */
import { visible } from '../../lib/text/visible.ts';
import { type Measure, measureFor } from '../../lib/text/width.ts';
import { wrapLine } from '../../lib/text/wrap.ts';
import type { Role } from '../../output/colour.ts';
import type { Screen } from '../../output/screen.ts';

export interface Row {
  readonly symbol: string;
  readonly role: Role;
  readonly kind: string;
  readonly path: string;
  /** Parts of the last column: on one line, joined by `; `, if that fits the screen. */
  readonly details: readonly string[];
  /** True if the details are a warning. */
  readonly isLoss: boolean;
}

/** Columns between two columns of the page. */
const gap = 2;
/** The last column is put below the others if less is left for it. */
const minDetailWidth = 28;

/**
 * Draws rows within the width of the screen. Nothing is cut: details that don't fit on one line get a line for each
 * part, in their column.
 */
export async function drawRows(rows: readonly Row[], screen: Screen): Promise<string[]> {
  const shown = rows.map((row) => ({
    ...row,
    path: visible(row.path),
    details: row.details.map(visible),
  }));
  const measure = await measureFor(shown.map(({ path, details }) => [path, ...details]));
  const widest = (texts: readonly string[]) => Math.max(0, ...texts.map(measure));
  const kindWidth = widest(shown.map(({ kind }) => kind));
  const pathWidth = widest(shown.map(({ path }) => path));
  const before = 2 + kindWidth + gap + pathWidth + gap;
  const isStacked = screen.width !== undefined && screen.width - before < minDetailWidth;
  const linesOf = (details: readonly string[], indent: number): string[] => {
    const whole = wrapped(details.join('; '), screen.width, indent, measure);
    return whole.length === 1
      ? whole
      : details.flatMap((part) => wrapped(part, screen.width, indent, measure));
  };
  return shown.flatMap(({ symbol, role, kind, path, details, isLoss }) => {
    const start = `${screen.paint(role, symbol)} ${padded(kind, kindWidth, measure)}${' '.repeat(gap)}`;
    const indent = isStacked ? 4 : before;
    const [first = '', ...more] = linesOf(details, indent).map((line) =>
      isLoss ? screen.paint('bad', line) : line,
    );
    if (isStacked) {
      const lines = first === '' ? [] : [first, ...more];
      return [`${start}${path}`, ...lines.map((line) => ' '.repeat(indent) + line)];
    }
    const line = `${start}${padded(path, pathWidth, measure)}${' '.repeat(gap)}${first}`.trimEnd();
    return [line, ...more.map((each) => ' '.repeat(indent) + each)];
  });
}

/** Wraps a line that begins after an indent. */
export function wrapped(text: string, width: number | undefined, indent: number, measure: Measure): string[] {
  if (width === undefined) return [text];
  return wrapLine(text, { width: Math.max(1, width - indent), measure, isJson: false });
}

/** Draws a paragraph; its further lines are indented. */
export async function drawParagraph(text: string, { width }: Pick<Screen, 'width'>): Promise<string[]> {
  const shown = visible(text);
  const measure = await measureFor([[shown]]);
  const [first = '', ...more] = wrapped(shown, width, 4, measure);
  return [first, ...more.map((line) => `    ${line}`)];
}

const padded = (text: string, width: number, measure: Measure) =>
  text + ' '.repeat(Math.max(0, width - measure(text)));
