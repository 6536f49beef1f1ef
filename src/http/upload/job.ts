import { randomBytes } from 'node:crypto';
import { CliError, ExitCode } from '../../errors.ts';
import type { ApiRequest, Client, FormBody, TextResponse, WholeFile } from '../types.ts';
import type { BufferPool } from './buffer-pool.ts';
import { type RemoteCopy, readRemoteFile } from './remote-copy.ts';

/** Size of the chunks of a file; a file that fits into one is sent whole. A real server accepts no other size. */
export const defaultChunkBytes = 5 * 1024 * 1024;

/** With more requests at once, servers with few workers hang. */
export const maxConcurrentChunks = 3;

/** Form field that carries the ID of a stored file, which the client chooses. */
export const idField = 'fileId';

/** A request whose body is a form with a file. */
export type UploadRequest = ApiRequest & { readonly body: FormBody };

/** An upload in progress. */
export interface UploadJob {
  readonly client: Client;
  readonly request: UploadRequest;
  readonly file: WholeFile;
  /** ID of the file; undefined for a deployment, whose ID the server makes. */
  readonly id: string | undefined;
  /** True if this program made the ID, and may replace it by another. */
  readonly ownId: boolean;
  readonly copy: RemoteCopy;
  readonly chunkBytes: number;
  /** Limits how many requests are sent at once. */
  readonly buffers: BufferPool;
  /** Receives the number of bytes sent so far, which falls when a part has to be sent again. */
  readonly onProgress: (sent: number) => void;
}

/** Returns the ID in the request's form. */
export function idIn({ body }: UploadRequest): string | undefined {
  return body.fields.find(([name]) => name === idField)?.[1];
}

/** Returns a new ID of 20 hexadecimal digits, in the form of those that the server makes. */
export function newFileId(): string {
  return randomBytes(10).toString('hex');
}

/**
 * Checks that the server has the whole file.
 * @throws CliError exit 1 if its response describes less, or another size
 */
export function checkComplete(response: TextResponse, { size }: { readonly size: number }): void {
  const copy = readRemoteFile(response);
  const hasAllChunks = copy.chunksTotal === copy.chunksUploaded;
  if (hasAllChunks && (copy.size === undefined || copy.size === size)) return;
  throw new CliError(
    ExitCode.failure,
    hasAllChunks
      ? `the server has ${copy.size} bytes of the file ${copy.id}, not ${size}`
      : `the server has ${copy.chunksUploaded} of ${copy.chunksTotal} chunks of the file ${copy.id}`,
    { hint: 'delete that file and upload it again' },
  );
}
