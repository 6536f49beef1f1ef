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
   * Whether the ID in the request was made by this program, so that the upload may take another: the one of an
   * earlier run that it goes on with, or a new one to start over with.
   */
  readonly ownId: boolean;
  /** Where the journals of uploads are kept, absolute; undefined where there is no place for them. */
  readonly journalFolder: string | undefined;
  /** Told how many bytes have gone out of how many. The first number falls when something has to be sent again. */
  readonly onProgress?: ((sent: number, total: number) => void) | undefined;
  /** Maximum size of a request's part of the file. Other values than the default, 5 MiB, are for tests. */
  readonly chunkBytes?: number | undefined;
  /** Shared by concurrent uploads, so that it limits how many requests they send at once in total. */
  readonly buffers?: BufferPool | undefined;
}

/**
 * Uploads a file of any size: up to 5 MiB in one request, more in chunks. Nothing that the server may have is sent
 * again before the server has been asked for it.
 * @returns the answer that describes the complete file
 * @throws HttpError as requests do; CliError exit 1 where the file changes meanwhile or does not arrive whole, exit
 *   130 after Ctrl-C
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
  const asked = idIn(request);
  const job: UploadJob = {
    client,
    request,
    file,
    id: asked === 'unique()' ? newFileId() : asked,
    ownId: ownId || asked === 'unique()',
    copy: new RemoteCopy(client, request),
    chunkBytes,
    buffers,
    onProgress: (sent) => onProgress?.(sent, file.size),
  };
  try {
    await file.verify?.();
    const answer =
      file.size <= chunkBytes
        ? await sendWhole(job)
        : await new ChunkedUpload(job, await journalOf(job, journalFolder)).run();
    checkComplete(answer, file);
    if (client.io.signal.aborted) throw interruptedTooLate(answer);
    return answer;
  } finally {
    await close();
  }
}

/** Ctrl-C came when nothing was left to be stopped. */
function interruptedTooLate(answer: TextResponse): CliError {
  const { id } = readRemoteFile(answer);
  return new CliError(ExitCode.interrupted, `interrupted, but ${id} had been uploaded in full by then`);
}

/** A pipe can't be read twice and a deployment can't be looked up, so neither has a journal. */
async function journalOf({ client, request, file, id, ownId }: UploadJob, folder: string | undefined) {
  if (folder === undefined || id === undefined || file.path === undefined) return undefined;
  const { endpoint, project } = client.connection;
  const fields = request.body.fields.filter(([, value]) => !ownId || value !== id);
  const identity = [endpoint, project, request.path, file.path, file.size, file.modified, fields];
  return openJournal(folder, identity, client.io);
}
