import { randomBytes } from 'node:crypto';
import { CliError, ExitCode } from '../../errors.ts';
import type { HttpError } from '../failure.ts';
import { retryDelay } from '../retry.ts';
import type { ApiRequest, Client, FormBody, FormFile, TextResponse, WholeFile } from '../types.ts';
import { durationText } from '../wait.ts';
import type { BufferPool } from './buffer-pool.ts';
import { type RemoteCopy, readRemoteFile } from './remote-copy.ts';

/** Size of the chunks of a file; a file that fits into one is sent whole. A real server accepts no other size. */
export const defaultChunkBytes = 5 * 1024 * 1024;

/** More at once make requests hang on servers with few workers. */
export const maxConcurrentChunks = 3;

/** The form field with the ID that the client chooses. */
const idField = 'fileId';

/** A request whose body is a form with a file. */
export type UploadRequest = ApiRequest & { readonly body: FormBody };

/** One upload while it is worked on. */
export interface UploadJob {
  readonly client: Client;
  readonly request: UploadRequest;
  readonly file: WholeFile;
  /** The ID the file gets, where the client chooses it; a deployment gets its own from the server. */
  readonly id: string | undefined;
  /** Whether this program made the ID and may choose another. */
  readonly ownId: boolean;
  readonly copy: RemoteCopy;
  readonly chunkBytes: number;
  /** Limits how many requests are sent at once. */
  readonly buffers: BufferPool;
  /** Told how many bytes have gone out; the number falls when something has to be sent again. */
  readonly onProgress: (sent: number) => void;
}

/** The ID that the request's form carries. */
export function idIn({ body }: UploadRequest): string | undefined {
  return body.fields.find(([name]) => name === idField)?.[1];
}

/** An ID for a file: 20 hexadecimal digits, like those that the server makes. */
export function newFileId(): string {
  return randomBytes(10).toString('hex');
}

/** The request that sends a file, or a part of one, under an ID. */
export function partRequest(
  { request }: UploadJob,
  id: string | undefined,
  file: FormFile,
  headers: Readonly<Record<string, string>>,
): UploadRequest {
  const fields = request.body.fields.map(
    ([name, value]) => [name, name === idField && id ? id : value] as const,
  );
  return {
    ...request,
    headers: { ...request.headers, ...headers },
    body: { kind: 'form', fields, file },
    expects: 'json',
    repeatable: false,
  };
}

/**
 * Waits before what did not arrive is sent again.
 * @param attempt how often it has failed, from 1
 * @throws the error itself where it has failed too often or sending again makes no sense
 */
export async function pauseBeforeResend(
  { io, options }: Client,
  error: HttpError,
  attempt: number,
): Promise<void> {
  const delay = retryDelay(error, attempt, { retries: options.retries, repeatable: true }, Math.random());
  if (delay === undefined) throw error;
  io.note(
    `${error.message}; it did not arrive, sending it again in ${durationText(delay)} (${attempt} of ${options.retries})`,
  );
  await io.sleep(delay);
}

/**
 * Makes sure that the server has the whole file.
 * @throws CliError exit 1 where it says otherwise
 */
export function checkComplete(answer: TextResponse, { size }: { readonly size: number }): void {
  const copy = readRemoteFile(answer);
  const chunks = copy.chunksTotal === copy.chunksUploaded;
  if (chunks && (copy.size === undefined || copy.size === size)) return;
  throw new CliError(
    ExitCode.failure,
    chunks
      ? `the server has ${copy.size} bytes of the file ${copy.id}, not ${size}`
      : `the server has ${copy.chunksUploaded} of ${copy.chunksTotal} chunks of the file ${copy.id}`,
    { hint: 'delete that file and upload it again' },
  );
}
