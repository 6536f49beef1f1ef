import { tmpdir } from 'node:os';
import { CliError, ExitCode } from '../../errors.ts';
import type { Client, TextResponse } from '../types.ts';
import { BufferPool } from './buffer-pool.ts';
import { ChunkedUpload } from './chunked-upload.ts';
import {
  checkComplete,
  defaultChunkBytes,
  idIn,
  maxConcurrentChunks,
  newFileId,
  type UploadJob,
  type UploadRequest,
} from './job.ts';
import { openJournal } from './journal.ts';
import { RemoteCopy, readRemoteFile } from './remote-copy.ts';
import { sendWhole } from './single-upload.ts';
import { spool } from './upload-source.ts';

export interface UploadOptions {
  /**
   * True if this program made the ID in the request. The upload may then use another: that of an interrupted run which
   * it resumes, or a new one to start over.
   */
  readonly ownId: boolean;
  /** Absolute path of the folder of journals; undefined to upload without a journal. */
  readonly journalFolder: string | undefined;
  /** Receives the number of bytes sent so far, which falls when a part has to be sent again. */
  readonly onProgress?: ((sent: number, total: number) => void) | undefined;
  /** Maximum size of a request's part of the file. Other values than the default, 5 MiB, are for tests. */
  readonly chunkBytes?: number | undefined;
  /** Shared by concurrent uploads, so that it limits how many requests they send at once in total. */
  readonly buffers?: BufferPool | undefined;
}

/**
 * Uploads a file of any size: up to 5 MiB in one request, more in chunks. A part with an ambiguous outcome is never
 * sent again before the server has been asked for it, because a chunk that arrives twice corrupts the file.
 * @returns the response that describes the complete file
 * @throws HttpError as requests do; CliError exit 1 if the file changes or arrives incomplete, exit 130 after Ctrl-C
 */
export async function upload(
  client: Client,
  request: UploadRequest,
  {
    ownId,
    journalFolder,
    onProgress,
    chunkBytes = defaultChunkBytes,
    buffers = new BufferPool(maxConcurrentChunks),
  }: UploadOptions,
): Promise<TextResponse> {
  const { file, close } = await spool(request.body.file, tmpdir(), client.io.signal);
  const requestedId = idIn(request);
  const job: UploadJob = {
    client,
    request,
    file,
    id: requestedId === 'unique()' ? newFileId() : requestedId,
    ownId: ownId || requestedId === 'unique()',
    copy: new RemoteCopy(client, request),
    chunkBytes,
    buffers,
    onProgress: (sent) => onProgress?.(sent, file.size),
  };
  try {
    await file.verify?.();
    const response =
      file.size <= chunkBytes
        ? await sendWhole(job)
        : await new ChunkedUpload(job, await journalOf(job, journalFolder)).run();
    checkComplete(response, file);
    if (client.io.signal.aborted) throw interruptedTooLate(response);
    return response;
  } finally {
    await close();
  }
}

/** Ctrl-C came too late to cancel anything. */
function interruptedTooLate(response: TextResponse): CliError {
  const { id } = readRemoteFile(response);
  return new CliError(ExitCode.interrupted, `interrupted, but ${id} had been uploaded in full by then`);
}

/** Opens the journal. Streams and deployments have none: one can't be read twice, the other can't be looked up. */
async function journalOf({ client, request, file, id, ownId }: UploadJob, folder: string | undefined) {
  if (folder === undefined || id === undefined || file.path === undefined) return undefined;
  const { endpoint, project } = client.connection;
  const fields = request.body.fields.filter(([, value]) => !ownId || value !== id);
  const identity = [endpoint, project, request.path, file.path, file.size, file.modifiedMs, fields];
  return openJournal(folder, identity, client.io);
}
