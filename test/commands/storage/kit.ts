import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { type Workplace, workplace } from '../../bulk/kit.ts';

export interface Report {
  readonly file: string;
  readonly id: string;
  readonly size: number;
  readonly status: string;
  readonly error: string | null;
}

/** A place to work at, with the bucket `b`. */
export interface StoragePlace extends Workplace {
  /** Makes a file of this folder, and the folders it is in. */
  put(path: string, content?: string): void;
  /** The files of the bucket, as the server tells them. */
  files(): Promise<{ $id: string; name: string; $permissions: string[]; sizeOriginal: number }[]>;
  /** Puts a file into the bucket. */
  store(id: string, name: string, content?: string): Promise<void>;
  /** What a file of the bucket holds. */
  content(id: string): Promise<string>;
}

export async function storagePlace(options?: SandboxOptions): Promise<StoragePlace> {
  const place = await workplace(options);
  const { request } = place.at;
  await request('POST', '/storage/buckets', { body: { bucketId: 'b', name: 'B' } });
  return {
    ...place,
    put(path, content = path) {
      mkdirSync(dirname(join(place.folder, path)), { recursive: true });
      writeFileSync(join(place.folder, path), content);
    },
    files: async () => (await place.at.list('/storage/buckets/b/files')).json.files,
    async store(id, name, content = id) {
      const form = new FormData();
      form.set('fileId', id);
      form.set('file', new File([content], name));
      await request('POST', '/storage/buckets/b/files', { body: form });
    },
    content: async (id) => (await request('GET', `/storage/buckets/b/files/${id}/download`)).text,
  };
}

/** The files of a result as JSON: status by path. */
export function statuses(stdout: string): Record<string, string> {
  const { files } = JSON.parse(stdout) as { files: Report[] };
  return Object.fromEntries(files.map(({ file, status }) => [file, status]));
}
