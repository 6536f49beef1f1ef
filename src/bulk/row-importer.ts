import type { Row, RowShape } from './rows/row.ts';

/** What became of a row. */
export type RowResult = 'created' | 'updated' | 'skipped';

/** What `send` is told of the row beside what is in it. */
export interface Attempt {
  /** An ID for what has none of its own: the same in every run, and no other row's. */
  readonly newId: string;
  /** Whether an earlier run may have sent the row. */
  readonly mayBeThere: boolean;
}

/** Where rows are imported into. */
export interface RowImporter<Item> extends RowShape {
  /**
   * Checks a row, before any is sent.
   * @returns what to send, or what is wrong with it
   */
  plan(fields: Row['fields']): { readonly item: Item } | { readonly problem: string };
  /**
   * Sends one row. Sending it again does no harm.
   * @throws CliError where it is refused, or the server can't be reached
   */
  send(item: Item, attempt: Attempt): Promise<RowResult>;
}
