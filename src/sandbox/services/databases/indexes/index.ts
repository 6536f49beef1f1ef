import type { Index } from '../../../../schema/index-rules.ts';
import type { JsonObject } from '../../../core/json.ts';
import { modelView } from '../../../core/model-view.ts';
import type { Entity } from '../../../core/store/collection.ts';

/** A stored index. Its ID is its key. */
export interface IndexRecord extends Index, Entity {
  readonly error: string;
}

export const indexView = (index: IndexRecord): JsonObject => modelView('index', index);
