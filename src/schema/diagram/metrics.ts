/** Sizes that a layout starts from. */
import type { End } from './diagram.ts';
import type { Size } from './pack.ts';

export interface Metrics {
  /** Least distance between boxes of a column. */
  readonly nodeGap: number;
  /** Least distance between a box and a line that passes it. */
  readonly lineGap: number;
  /** Distance between boxes and the first vertical part of a line, with room for its mark. */
  readonly endLength: number;
  /** Distance between vertical parts of lines side by side. */
  readonly trackWidth: number;
  /** Distance between parts that no line connects. */
  readonly partGap: { readonly x: number; readonly y: number };
  /** Width of a picture divided by its height that is aimed at. */
  readonly aspect: number;
  readonly maxWidth?: number;
  /** True to keep parts in the order of their first boxes. */
  readonly keepsOrder?: boolean;
}

/** In pixels. */
export const pictureMetrics: Metrics = {
  nodeGap: 30,
  lineGap: 18,
  endLength: 30,
  trackWidth: 12,
  partGap: { x: 40, y: 40 },
  aspect: 1.6,
};

/** In columns and lines of a terminal. A line is about as high as two columns are wide. */
export const characterMetrics: Metrics = {
  nodeGap: 2,
  lineGap: 2,
  endLength: 4,
  trackWidth: 2,
  partGap: { x: 2, y: 1 },
  aspect: 2.4,
};

/** A box with the heights at which lines may end. */
export interface Shape extends Size {
  /** Distance from the top of the box to where lines to one document end, and lines to many. */
  readonly titleYs: { readonly one: number; readonly many: number };
  /** The same for each row. */
  readonly rowYs: readonly number[];
}

/** Returns the distance from the top of a box to where a line ends. */
export const portOf = ({ row, isMany }: End, { titleYs, rowYs }: Shape): number =>
  row === undefined ? titleYs[isMany ? 'many' : 'one'] : rowYs[row]!;
