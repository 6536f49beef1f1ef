import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from './errors.ts';
import { isId } from './ids.ts';
import type { Blobs } from './store/blobs.ts';

/** A piece of a file, as a request brings it; a whole file is the only piece of itself. */
export interface Chunk {
  readonly bytes: Buffer;
  /** Where in the file it begins, in bytes. */
  readonly offset: number;
  /** From 1; the last one is `last`, since its length doesn't tell where it stands. */
  readonly number: number;
  /** How many there are; `last` when this is the last one. */
  readonly total: number;
  /** The length of the whole file, in bytes. */
  readonly fileSize: number;
  /** The file it belongs to, where the request says so. */
  readonly id: string | undefined;
}

/** Stands for the number of the last chunk, as long as nobody knows how many there are. */
const last = -1;

/** What is kept of a file that comes in chunks. */
export interface Assembly {
  readonly blob: string;
  /** `last` for good when the last chunk came first. */
  readonly chunksTotal: number;
  /** As many as the server counts: one that comes twice counts twice. */
  readonly chunksUploaded: number;
  /** The length of every chunk but the last, in bytes. */
  readonly chunkSize: number;
  /** The numbers of the chunks, as they came. */
  readonly arrived: readonly number[];
  /** How much of the blob can be read, in bytes; null until the chunks have been put together. */
  readonly readable: number | null;
}

/**
 * Finds out which piece of a file a request brings.
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
    number: isLast ? last : Math.floor(start / length) + 1,
    total: isLast ? last : Math.ceil(fileSize / length),
    fileSize,
    id,
  };
}

/**
 * Keeps a chunk, and puts the file together when as many have come as there are. Like the real server it counts what
 * comes: with a chunk that came twice the count is full too early, the file ends before the first one that is missing,
 * and nothing mends it.
 * @param known what came before of the same file
 * @returns the new state, to be kept in any case, and whether the answer is an error
 */
export function addChunk(
  blobs: Blobs,
  known: Assembly | undefined,
  chunk: Chunk,
): { assembly: Assembly; failed: boolean } {
  const blob = known?.blob ?? blobs.create();
  blobs.write(blob, chunk.offset, chunk.bytes);
  const chunksTotal = known?.chunksTotal ?? chunk.total;
  const chunkSize = known?.chunkSize ?? chunk.bytes.length;
  const arrived = [...(known?.arrived ?? []), known && chunk.number === last ? chunksTotal : chunk.number];
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
