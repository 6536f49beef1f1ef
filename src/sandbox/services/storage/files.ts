import { isPrivileged } from '../../core/auth/actor.ts';
import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler } from '../../core/module.ts';
import { type Action, checkGrants, checkPermissions, permits } from '../../core/permissions.ts';
import { filesOf, type StoredFile } from '../../core/records/storage.ts';
import { type Bucket, usableBucket } from './buckets.ts';

/** Returns a file as the API answers it. */
export const fileView = (file: StoredFile): JsonObject => modelView('file', file);

export const fileNotFound = (id: string) =>
  new ApiError(404, 'storage_file_not_found', `There is no file with the ID ${id}.`);

/**
 * True if the bucket permits the action on all its files. Otherwise its file security must be on, and each file
 * decides.
 * @throws ApiError 401 user_unauthorized
 */
function bucketPermits(call: Call, bucket: Bucket, action: Action): boolean {
  if (isPrivileged(call.actor) || permits(bucket.$permissions, action, call.actor.roles)) return true;
  if (bucket.fileSecurity) return false;
  throw new ApiError(401, 'user_unauthorized', `You are not permitted to ${action} files of this bucket.`);
}

/**
 * Returns the requested file, if the caller may read it.
 * @throws ApiError 404 storage_bucket_not_found and storage_file_not_found, 401 user_unauthorized
 */
export function readableFile(call: Call): StoredFile {
  const bucket = usableBucket(call);
  const allowed = bucketPermits(call, bucket, 'read');
  const id = call.params.string('fileId');
  const file = filesOf(call, bucket.$id).get(id);
  if (!file || !(allowed || permits(file.$permissions, 'read', call.actor.roles))) throw fileNotFound(id);
  return file;
}

/** Returns the file to change, if the caller may change it; permission to read it is not needed. */
function writableFile(call: Call, action: Action): StoredFile {
  const bucket = usableBucket(call);
  const allowed = bucketPermits(call, bucket, action);
  const id = call.params.string('fileId');
  const file = filesOf(call, bucket.$id).get(id);
  if (!file) throw fileNotFound(id);
  if (!allowed) call.requirePermission(file.$permissions, action);
  return file;
}

/**
 * Returns the permissions of a request for a file.
 * @throws ApiError 400 general_argument_invalid, 401 user_unauthorized for a role that the caller lacks
 */
export function permissionsParam(call: Call): readonly string[] | undefined {
  if (!call.params.has('permissions')) return undefined;
  const permissions = checkPermissions(call.params.strings('permissions'), ['read', 'update', 'delete']);
  if (!isPrivileged(call.actor)) checkGrants(permissions, call.actor.roles);
  return permissions;
}

export const fileHandlers: Record<string, Handler> = {
  'storage.listFiles': (call) => {
    const bucket = usableBucket(call);
    const files = filesOf(call, bucket.$id);
    const visible = bucketPermits(call, bucket, 'read')
      ? files.all()
      : files.filter((file) => permits(file.$permissions, 'read', call.actor.roles));
    const { total, records } = call.page(visible);
    return { total, files: records.map(fileView) };
  },

  'storage.getFile': (call) => fileView(readableFile(call)),

  'storage.updateFile': (call) => {
    const file = writableFile(call, 'update');
    const $permissions = permissionsParam(call) ?? file.$permissions;
    const name = call.params.string('name', file.name);
    return fileView(filesOf(call, file.bucketId).put(call.touch(file, { name, $permissions })));
  },

  'storage.deleteFile': (call) => {
    const { $id, bucketId, blob } = writableFile(call, 'delete');
    filesOf(call, bucketId).delete($id);
    call.kernel.store.commit();
    call.kernel.blobs.remove(blob);
    return undefined;
  },
};

/** @throws ApiError 404 storage_file_not_found for an incomplete file */
export function readableLength({ $id, readable }: StoredFile): number {
  if (readable === null) throw fileNotFound($id);
  return readable;
}
