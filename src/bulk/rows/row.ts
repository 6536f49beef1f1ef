/** One row of a file. */
export interface Row {
  /** The line of the file it begins at, from 1. */
  readonly line: number;
  /** Its members by name, as JSON texts. */
  readonly fields: ReadonlyMap<string, string>;
  /** Why it is no proper row, where that shows without knowing what it is for. */
  readonly problem?: string;
}

/** What rows can be written in. */
export const rowFormats = ['ndjson', 'json', 'csv'] as const;
export type RowFormat = (typeof rowFormats)[number];

/** What has to be known to read rows. */
export interface RowShape {
  /** The member of a JSON object that holds the rows, as a list of the API does: `documents`. */
  readonly member: string;
  /**
   * Checks the names in the first line of CSV.
   * @throws CliError exit 2 for one that means nothing
   */
  checkColumns(names: readonly string[]): void;
  /** A cell of CSV as JSON text; one that does not fit its column is a string. */
  cellToJson(column: string, cell: string): string;
}

/** A piece of a file. */
export interface Piece {
  /** The line it begins at, from 1. */
  readonly line: number;
  readonly text: string;
}

/** A file that can't be taken apart, so that no row behind the place makes sense. */
export class BrokenFile extends Error {
  override readonly name = 'BrokenFile';

  constructor(reason: string, line: number) {
    super(`${reason} at line ${line}`);
  }
}

/** No request may be larger than about 12 MiB, so a longer row is a sign of another format. In UTF-16 units. */
export const maxRowBytes = 16 * 1024 * 1024;
