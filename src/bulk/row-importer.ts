import type { Row, RowShape } from './rows/row.ts';

export type RowResult = 'created' | 'updated' | 'skipped';

export interface Attempt {
  /** ID for a row that has none; the same in every run, and unique among rows. */
  readonly newId: string;
  /** True if an earlier run may have sent the row. */
  readonly mayBeThere: boolean;
  /** True if that may have been with other values. */
  readonly mayBeStale: boolean;
}

/** A row to send, or the reason why it can't be sent. */
export type Prepared<Item> = { readonly item: Item } | { readonly problem: string };

/** A row to send together with others. */
export interface BatchRow<Item> {
  readonly item: Item;
  readonly attempt: Attempt;
}

/**
 * Outcome of a row in a batch. unsent: it has to be sent by itself · uncertain: that as well, but it may be there already.
 */
export type BatchResult = RowResult | 'unsent' | 'uncertain';

/** Sends many rows by one request, all of them or none. */
export interface RowBatches<Item> {
  /** Maximum number of rows of a request. */
  readonly maxRows: number;
  /** Maximum size of the rows of a request; a larger row is sent by itself. */
  readonly maxBytes: number;
  bytesOf(item: Item): number;
  /**
   * Sends rows. Idempotent.
   * @returns the outcome of each, in order
   * @throws CliError if the server can't be reached, or refuses whatever is sent
   */
  send(rows: readonly BatchRow<Item>[]): Promise<readonly BatchResult[]>;
}

/** Imports one kind of rows: documents of a collection, or users. */
export interface RowImporter<Item> extends RowShape {
  /** Names with `$` that it reads; it leaves out all others. */
  readonly sentNames: readonly string[];
  /** Checks a row. All rows are prepared before the first is sent. */
  prepare(fields: Row['fields']): Prepared<Item>;
  /** Returns the ID that a row has; undefined if it has none. */
  idOf(item: Item): string | undefined;
  /**
   * Returns those of the IDs that the server has.
   * @param ids at most as many as a query takes (100)
   */
  existing(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /**
   * Sends a row. Idempotent.
   * @throws CliError if the server refuses it or can't be reached
   */
  send(item: Item, attempt: Attempt): Promise<RowResult>;
  /** Undefined if the server takes rows only one by one. */
  readonly batches?: RowBatches<Item> | undefined;
}
