import type { JsonObject } from '../../../core/json.ts';
import { modelView } from '../../../core/model-view.ts';
import type { Entity } from '../../../core/store/collection.ts';
import type { Status } from '../attributes/attribute.ts';

export type IndexType = 'key' | 'fulltext' | 'unique';

/** An index of a collection. Its ID is its key. */
export interface Index extends Entity {
  readonly key: string;
  readonly type: IndexType;
  readonly status: Status;
  readonly error: string;
  readonly attributes: readonly string[];
  /** ASC or DESC for each attribute, or as many as were given; null for arrays. */
  readonly orders: readonly (string | null)[];
}

export const indexView = (index: Index): JsonObject => modelView('index', index);
