import type { Answer, TestSandbox } from '../../client.ts';

interface UploadOptions {
  readonly id?: string;
  readonly name?: string;
  readonly guest?: boolean;
  readonly permissions?: readonly string[];
  readonly headers?: Record<string, string>;
}

/** Uploads bytes to a bucket in one request. */
export function upload(
  at: TestSandbox,
  bucket: string,
  content: string | Uint8Array,
  { id = 'unique()', name = 'file.bin', guest = false, permissions = [], headers = {} }: UploadOptions = {},
): Promise<Answer> {
  const body = new FormData();
  body.append('fileId', id);
  body.append('file', new Blob([content]), name);
  for (const permission of permissions) body.append('permissions[]', permission);
  return at.request('POST', `/storage/buckets/${bucket}/files`, { body, guest, headers });
}

/** Creates a bucket with the given settings. */
export async function makeBucket(at: TestSandbox, bucketId: string, settings: object = {}): Promise<void> {
  await at.request('POST', '/storage/buckets', { body: { bucketId, name: bucketId, ...settings } });
}
