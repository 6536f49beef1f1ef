import type { Call } from '../call.ts';
import type { Assembly } from '../chunks.ts';
import type { Collection, Entity } from '../store/collection.ts';

export interface StoredFile extends Entity, Assembly {
  readonly bucketId: string;
  readonly $permissions: readonly string[];
  readonly name: string;
  /** The content's MD5 in hex; '' until it is complete. */
  readonly signature: string;
  /** Told from the content; '' until it is complete. */
  readonly mimeType: string;
  /** As long as the upload said it would be, in bytes. */
  readonly sizeOriginal: number;
}

/** The files of a bucket. */
export const filesOf = (call: Call, bucketId: string): Collection<StoredFile> =>
  call.store.collection(`files/${bucketId}`);
