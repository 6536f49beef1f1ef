import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from './errors.ts';
import { isId } from './ids.ts';
import type { Blobs } from './store/blobs.ts';

/** A part of a file, from one request; a file sent whole is its own only chunk. */
export interface Chunk {
  readonly bytes: Buffer;
  /** Offset in the file, in bytes. */
  readonly offset: number;
  /** Counts from 1. The last chunk is `last`: its length does not tell its number. */
  readonly number: number;
  /** Number of chunks; `last` if this is the last one. */
  readonly total: number;
  /** Length of the whole file, in bytes. */
  readonly fileSize: number;
  /** ID of the file, if the request names it. */
  readonly id: string | undefined;
}

/** Number of the last chunk while the total is unknown. */
const lastChunk = -1;

/** State of a file that is uploaded in chunks. */
export interface Assembly {
  readonly blob: string;
  /** Stays `last` if the last chunk arrived first. */
  readonly chunksTotal: number;
  /** Counted as the server does: a chunk that arrives twice counts twice. */
  readonly chunksUploaded: number;
  /** Length of every chunk but the last, in bytes. */
  readonly chunkSize: number;
  /** Numbers of the chunks, in order of arrival. */
  readonly arrived: readonly number[];
  /** Number of bytes of the blob that can be read; null until the chunks have been assembled. */
  readonly readable: number | null;
}

/**
 * Determines which part of a file a request carries.
 * @throws ApiError 400 storage_invalid_content_range, storage_invalid_appwrite_id
 */
export function readChunk(headers: IncomingHttpHeaders, bytes: Buffer): Chunk {
  const range = headers['content-range'];
  if (range === undefined) {
    return { bytes, offset: 0, number: 1, total: 1, fileSize: bytes.length, id: undefined };
  }
  const [, start, end, fileSize] = (/^bytes (\d+)-(\d+)\/(\d+)$/.exec(range) ?? []).map(Number);
  if (start === undefined || end === undefined || fileSize === undefined || start > end || end > fileSize) {
    throw new ApiError(
      400,
      'storage_invalid_content_range',
      'The content-range must read bytes START-END/TOTAL.',
    );
  }
  const id = headers['x-appwrite-id']?.toString();
  if (id !== undefined && !isId(id)) {
    throw new ApiError(400, 'storage_invalid_appwrite_id', 'The x-appwrite-id is not an ID.');
  }
  const isLast = end >= fileSize - 1;
  const length = end + 1 - start;
  return {
    bytes,
    offset: start,
    number: isLast ? lastChunk : Math.floor(start / length) + 1,
    total: isLast ? lastChunk : Math.ceil(fileSize / length),
    fileSize,
    id,
  };
}

/**
 * Stores a chunk, and assembles the file once the number of chunks is complete. The count follows the real server: a
 * chunk that arrives twice completes the count too early; the file then ends before the first missing chunk, and stays
 * that way.
 * @param known state after the earlier chunks of the file
 * @throws Error if the disk refuses the bytes
 * @returns the new state, which must be stored even after a failure, and whether to answer with an error
 */
export function addChunk(
  blobs: Blobs,
  known: Assembly | undefined,
  chunk: Chunk,
): { assembly: Assembly; failed: boolean } {
  const blob = known?.blob ?? blobs.create();
  try {
    blobs.write(blob, chunk.offset, chunk.bytes);
  } catch (error) {
    if (!known) blobs.remove(blob);
    throw error;
  }
  const chunksTotal = known?.chunksTotal ?? chunk.total;
  const chunkSize = known?.chunkSize ?? chunk.bytes.length;
  const arrived = [
    ...(known?.arrived ?? []),
    known && chunk.number === lastChunk ? chunksTotal : chunk.number,
  ];
  const chunksUploaded = arrived.length;
  const assembly = {
    blob,
    chunksTotal,
    chunksUploaded,
    chunkSize,
    arrived,
    readable: known?.readable ?? null,
  };
  if (chunksUploaded !== chunksTotal) return { assembly, failed: false };

  const missing = firstMissing(arrived, chunksTotal);
  if (missing === undefined) return { assembly: { ...assembly, readable: blobs.size(blob) }, failed: false };
  return {
    assembly: {
      ...assembly,
      chunksUploaded: known?.chunksUploaded ?? 0,
      readable: missing === 1 ? null : (missing - 1) * chunkSize,
    },
    failed: true,
  };
}

function firstMissing(arrived: readonly number[], total: number): number | undefined {
  const numbers = new Set(arrived);
  for (let number = 1; number <= total; number++) if (!numbers.has(number)) return number;
  return undefined;
}

export const isComplete = ({ chunksTotal, chunksUploaded }: Assembly) => chunksTotal === chunksUploaded;
