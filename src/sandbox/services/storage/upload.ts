import { createHash } from 'node:crypto';
import path from 'node:path';
import type { Call } from '../../core/call.ts';
import { addChunk, type Chunk, isComplete, readChunk } from '../../core/chunks.ts';
import { ApiError, serverError } from '../../core/errors.ts';
import type { Upload } from '../../core/http/body.ts';
import type { Handler } from '../../core/module.ts';
import { filesOf, type StoredFile } from '../../core/records/storage.ts';
import type { Blobs } from '../../core/store/blobs.ts';
import { type Bucket, usableBucket } from './buckets.ts';
import { fileNotFound, fileView, permissionsParam } from './files.ts';
import { mimeSampleBytes, mimeType } from './mime.ts';

/**
 * Accepts a file, whole or as a chunk.
 * @throws ApiError 400 storage_file_empty, storage_invalid_content_range, storage_invalid_appwrite_id,
 * storage_file_type_unsupported, storage_invalid_file_size; 401 user_unauthorized; 409 storage_file_already_exists; 500
 * if chunks are missing although the number of chunks is complete
 */
const createFile: Handler = async (call) => {
  const bucket = usableBucket(call);
  call.requirePermission(bucket.$permissions, 'create');
  const permissions = permissionsParam(call) ?? ownPermissions(call);
  const upload = fileParam(call, 'file');
  const chunk = readChunk(call.request.headers, upload.bytes);
  checkUpload(bucket, upload, chunk);

  const files = filesOf(call, bucket.$id);
  const id = chunk.id ?? call.params.string('fileId');
  const known = files.get(id);
  if (known && isComplete(known)) {
    throw new ApiError(409, 'storage_file_already_exists', `There is already a file with the ID ${id}.`);
  }
  const { assembly, failed } = addChunk(call.kernel.blobs, known, chunk);
  if (failed) {
    files.put({ ...known!, ...assembly });
    throw serverError();
  }
  const begun: StoredFile = known ?? {
    ...call.stamp(id),
    ...assembly,
    bucketId: bucket.$id,
    $permissions: permissions,
    name: upload.name,
    signature: '',
    mimeType: '',
    sizeOriginal: chunk.fileSize,
  };
  if (!isComplete(assembly)) return fileView(files.put(call.touch(begun, assembly)));
  if (!known) return fileView(files.put({ ...begun, ...describe(upload.bytes) }));

  const description = await describeBlob(call.kernel.blobs, assembly.blob);
  if (!files.has(id)) throw fileNotFound(id);
  return fileView(files.put(call.touch(begun, { ...assembly, ...description, $permissions: permissions })));
};

export const fileUploadHandlers: Record<string, Handler> = { 'storage.createFile': createFile };

/** @throws ApiError 400 storage_file_empty if the form has no such file */
export function fileParam(call: Call, field: string): Upload {
  const upload = call.files.get(field);
  if (!upload) throw new ApiError(400, 'storage_file_empty', `The form has no file ${field}.`);
  return upload;
}

/** Default permissions of a signed-in user's file: every action for that user. */
function ownPermissions({ actor }: Call): readonly string[] {
  if (actor.kind !== 'user' || !actor.signedIn) return [];
  const role = `user:${actor.signedIn.userId}`;
  return ['read', 'update', 'delete'].map((action) => `${action}("${role}")`);
}

function checkUpload(bucket: Bucket, { name }: Upload, { fileSize }: Chunk): void {
  const { allowedFileExtensions, maximumFileSize } = bucket;
  const extension = path.extname(name).slice(1).toLowerCase();
  const allowed = allowedFileExtensions.length === 0 || allowedFileExtensions.includes(extension);
  if (!allowed) {
    throw new ApiError(
      400,
      'storage_file_type_unsupported',
      `This bucket takes only files with the extensions ${allowedFileExtensions.join(', ')}.`,
    );
  }
  if (fileSize > maximumFileSize) {
    throw new ApiError(
      400,
      'storage_invalid_file_size',
      `This bucket takes files of up to ${maximumFileSize} bytes.`,
    );
  }
}

type Description = Pick<StoredFile, 'signature' | 'mimeType'>;

const describe = (bytes: Buffer): Description => ({
  signature: createHash('md5').update(bytes).digest('hex'),
  mimeType: mimeType(bytes),
});

/** Describes a file that is too large for the memory. */
async function describeBlob(blobs: Blobs, blob: string): Promise<Description> {
  const hash = createHash('md5');
  const head: Buffer[] = [];
  let length = 0;
  for await (const part of blobs.read(blob) as AsyncIterable<Buffer>) {
    hash.update(part);
    if (length < mimeSampleBytes) head.push(part);
    length += part.length;
  }
  return { signature: hash.digest('hex'), mimeType: mimeType(Buffer.concat(head), length) };
}
