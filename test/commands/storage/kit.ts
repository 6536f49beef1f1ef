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

/** A working directory, and a sandbox with the bucket `b`. */
export interface StoragePlace extends Workplace {
  /** Creates a local file, and its folders. */
  put(path: string, content?: string): void;
  /** Lists the files of the bucket. */
  files(): Promise<{ $id: string; name: string; $permissions: string[]; sizeOriginal: number }[]>;
  /** Stores a file in the bucket. */
  store(id: string, name: string, content?: string): Promise<void>;
  /** Returns the content of a file in the bucket. */
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

/** Returns the status of each file in a JSON result, by path. */
export function statuses(stdout: string): Record<string, string> {
  const { files } = JSON.parse(stdout) as { files: Report[] };
  return Object.fromEntries(files.map(({ file, status }) => [file, status]));
}
