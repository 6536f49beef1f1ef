import { extname } from 'node:path';

export interface Row {
  /** Line of the file on which it begins, from 1. */
  readonly line: number;
  /** Values by name, as JSON texts. */
  readonly fields: ReadonlyMap<string, string>;
  /** Reason why it is malformed in any import. */
  readonly problem?: string;
}

export const rowFormats = ['ndjson', 'json', 'csv'] as const;
export type RowFormat = (typeof rowFormats)[number];

/** Returns the format that the extension of a file name implies, or undefined if it implies none. */
export function formatOfName(path: string): RowFormat | undefined {
  const extension = extname(path).slice(1).toLowerCase();
  return extension === 'jsonl' ? 'ndjson' : rowFormats.find((format) => format === extension);
}

/** The part of an import that reading rows depends on. */
export interface RowShape {
  /** Member that holds the rows in a JSON object, as in a list response: `documents`. */
  readonly member: string;
  /**
   * Checks the names in the first line of CSV.
   * @throws CliError exit 2 for an unknown name
   */
  checkColumns(names: readonly string[]): void;
  /** Returns a CSV cell as JSON text; one that does not fit its column as a string. */
  cellToJson(column: string, cell: string): string;
}

export interface Piece {
  /** Line of the file on which it begins, from 1. */
  readonly line: number;
  readonly text: string;
}

/** Error in a file after which no row can be read. */
export class BrokenFile extends Error {
  override readonly name = 'BrokenFile';

  constructor(reason: string, line: number) {
    super(`${reason} at line ${line}`);
  }
}

/** In UTF-16 units. The server refuses requests above about 12 MiB, so a longer row indicates another format. */
export const maxRowLength = 16 * 1024 * 1024;
