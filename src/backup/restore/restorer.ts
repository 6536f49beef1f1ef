import type { ApiRequest } from '../../http/types.ts';

/** An item of the target, its members as JSON texts. */
export type StoredItem = ReadonlyMap<string, string>;

/** A line of a part as an item to restore; otherwise what it is, in the plural: `messages that were sent`. */
export type ReadResult<Item> = { readonly item: Item } | { readonly leftOut: string } | 'not concerned';

/**
 * Effort of creating an item. After several requests, or in a later pass, a killed run may leave an unfinished one, so
 * that a record is kept of those that are begun.
 */
export type Creation = 'one request' | 'several requests' | 'goes on later';

/** Outcome of an item among many; alone: it has to be created by itself. */
export type CreatedTogether = 'created' | 'alone';

/** Restores the items of one part. */
export interface PartRestorer<Item> {
  /** @param line the item as JSON text */
  read(line: string): ReadResult<Item>;
  idOf(item: Item): string;
  /** Completes items by what the target has, such as the IDs of what they refer to. */
  prepare?(items: readonly Item[]): Promise<readonly Item[]>;
  /**
   * Returns what the target has of the items, by the ID of each.
   * @param items at most as many as a query takes (100)
   */
  find(items: readonly Item[]): Promise<ReadonlyMap<string, StoredItem>>;
  /** Returns the members in which a stored item is not as the backup has it, without those that can't be set. */
  differences(item: Item, stored: StoredItem): readonly string[];
  /**
   * Creates an item.
   * @throws CliError if the server refuses it or can't be reached; the run finds out if it is there
   */
  create(item: Item): Promise<void>;
  /** Creates items that the target does not have by one request. */
  createTogether?: ((items: readonly Item[]) => Promise<readonly CreatedTogether[]>) | undefined;
  /**
   * Makes a stored item as the backup has it, or finishes one that an interrupted run has begun.
   * @param isOurs true if this restore has created it
   * @throws CliError if no request does
   */
  change(item: Item, stored: StoredItem, isOurs: boolean): Promise<void>;
  readonly creation: Creation;
  /** True if only items that are there are changed: they were created before. */
  readonly onlyChanges?: boolean;
  /** Returns the size of an item in a request; for items that are created together. */
  bytesOf?(item: Item): number;
}

/** Makes a request that may be repeated if its outcome is unknown: the ID decides what a second one does. */
export const repeatable = (request: ApiRequest): ApiRequest => ({ ...request, repeatable: true });
