import { isPrivileged } from '../../core/auth/actor.ts';
import type { Call } from '../../core/call.ts';
import { ApiError, invalidArgument } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Handler } from '../../core/module.ts';
import { checkPermissions } from '../../core/permissions.ts';
import { filesOf } from '../../core/records/storage.ts';
import type { Collection, Entity } from '../../core/store/collection.ts';

/** The server's maximum, which is also the default of a bucket: 5 GB. */
const maxFileBytes = 5_000_000_000;

export interface Bucket extends Entity {
  readonly $permissions: readonly string[];
  /** True if permissions of single files apply beside the bucket's. */
  readonly fileSecurity: boolean;
  readonly name: string;
  /** Name that the search knows: the one at creation. */
  readonly searchedName?: string;
  readonly enabled: boolean;
  /** In bytes. */
  readonly maximumFileSize: number;
  /** Without dots; empty if all are allowed. */
  readonly allowedFileExtensions: readonly string[];
  readonly compression: string;
  readonly encryption: boolean;
  readonly antivirus: boolean;
}

export const allBuckets = (call: Pick<Call, 'store'>): Collection<Bucket> => call.store.collection('buckets');

const notFound = (id: string) =>
  new ApiError(404, 'storage_bucket_not_found', `There is no bucket with the ID ${id}.`);

/** @throws ApiError 404 storage_bucket_not_found */
export function findBucket(call: Call): Bucket {
  const id = call.params.string('bucketId');
  const bucket = allBuckets(call).get(id);
  if (!bucket) throw notFound(id);
  return bucket;
}

/**
 * Returns the bucket of the requested files. Only keys and admins see a bucket that is switched off.
 * @throws ApiError 404 storage_bucket_not_found
 */
export function usableBucket(call: Call): Bucket {
  const bucket = findBucket(call);
  if (!bucket.enabled && !isPrivileged(call.actor)) throw notFound(bucket.$id);
  return bucket;
}

/** @throws ApiError 404 storage_bucket_not_found */
export function requireBucket(call: Call, id: string): void {
  if (!allBuckets(call).has(id)) throw notFound(id);
}

/**
 * Returns the settings of a request.
 * @param previous settings that stay if omitted; undefined for a new bucket
 */
function settings({ params }: Call, previous?: Bucket) {
  const maximumFileSize = params.number('maximumFileSize', previous?.maximumFileSize ?? maxFileBytes);
  if (maximumFileSize < 1 || maximumFileSize > maxFileBytes) {
    throw invalidArgument('maximumFileSize', `it must be between 1 and ${maxFileBytes}.`);
  }
  return {
    $permissions: params.has('permissions')
      ? checkPermissions(params.strings('permissions'))
      : (previous?.$permissions ?? []),
    fileSecurity: params.boolean('fileSecurity', false),
    name: params.string('name'),
    enabled: params.boolean('enabled', true),
    maximumFileSize,
    allowedFileExtensions: params.strings('allowedFileExtensions', []),
    compression: params.string('compression', 'none'),
    encryption: params.boolean('encryption', true),
    antivirus: params.boolean('antivirus', true),
  };
}

const view = ({ searchedName: _, ...bucket }: Bucket): JsonObject => bucket;

const searchedText = ({ $id, name, searchedName = name }: Bucket) => `${$id} ${searchedName}`;

export const bucketHandlers: Record<string, Handler> = {
  'storage.listBuckets': (call) => {
    const { total, records } = call.page(allBuckets(call).all(), searchedText);
    return { total, buckets: records.map(view) };
  },

  'storage.createBucket': (call) => {
    const id = call.params.string('bucketId');
    if (allBuckets(call).has(id)) {
      throw new ApiError(
        409,
        'storage_bucket_already_exists',
        `There is already a bucket with the ID ${id}.`,
      );
    }
    return view(allBuckets(call).put({ ...call.stamp(id), ...settings(call) }));
  },

  'storage.getBucket': (call) => view(findBucket(call)),

  'storage.updateBucket': (call) => {
    const bucket = findBucket(call);
    return view(
      allBuckets(call).put(
        call.touch(bucket, { searchedName: bucket.name, ...bucket, ...settings(call, bucket) }),
      ),
    );
  },

  'storage.deleteBucket': (call) => {
    const { $id } = findBucket(call);
    const files = filesOf(call, $id);
    const blobs = files.all().map((file) => file.blob);
    files.clear();
    allBuckets(call).delete($id);
    call.kernel.store.commit();
    for (const blob of blobs) call.kernel.blobs.remove(blob);
    return undefined;
  },
};
