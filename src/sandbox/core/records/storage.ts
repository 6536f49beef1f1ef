import type { Call } from '../call.ts';
import type { Assembly } from '../chunks.ts';
import type { Collection, Entity } from '../store/collection.ts';

export interface StoredFile extends Entity, Assembly {
  readonly bucketId: string;
  readonly $permissions: readonly string[];
  readonly name: string;
  /** MD5 of the content in hex; '' until it is complete. */
  readonly signature: string;
  /** Detected from the content; '' until it is complete. */
  readonly mimeType: string;
  /** Length that the upload announced, in bytes. */
  readonly sizeOriginal: number;
}

export const filesOf = (call: Pick<Call, 'store'>, bucketId: string): Collection<StoredFile> =>
  call.store.collection(`files/${bucketId}`);
