import type { Readable } from 'node:stream';
import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { expires, Reply } from '../../core/http/reply.ts';

/** Maximum that the server sends for a range without an end. */
const maxOpenRangeBytes = 2 * 1024 * 1024;
/** Text up to this length is sent with a content-length; everything else in chunks. */
const maxWholeBytes = 2_000_000;
const textual = /^text\/|json$|xml$|javascript$/;

/** A blob to send as a file. */
export interface Served {
  readonly blob: string;
  /** Number of bytes of the blob that can be read. */
  readonly readable: number;
  /** Announced length of the file, in bytes. */
  readonly size: number;
  readonly type: string;
  readonly disposition: 'attachment' | 'inline';
  readonly name: string;
}

/**
 * Answers with a file, or the requested range of it.
 * @throws ApiError 416 storage_invalid_range
 */
export async function serve(
  { kernel, now, request }: Call,
  { blob, readable, size, type, disposition, name }: Served,
): Promise<Reply> {
  const range = requestedRange(request.headers.range, size);
  const { start = 0, end = readable - 1 } = range ?? {};
  const stream = kernel.blobs.read(blob, start, Math.min(end + 1, readable));
  const whole = textual.test(type) && end - start < maxWholeBytes;
  return new Reply({
    status: range ? 206 : 200,
    headers: {
      'content-type': type,
      'content-disposition': `${disposition}; filename="${headerText(name)}"`,
      expires: expires(now),
      ...(range && { 'accept-ranges': 'bytes', 'content-range': `bytes ${start}-${end}/${size}` }),
    },
    body: whole ? await collect(stream) : stream,
  });
}

export async function collect(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

interface Range {
  readonly start: number;
  /** Last byte, inclusive. */
  readonly end: number;
}

/**
 * Parses a Range header.
 * @throws ApiError 416 storage_invalid_range for ranges that the real server refuses: several ranges, a suffix, a
 * single byte, and an end after the file's
 */
function requestedRange(header: string | undefined, size: number): Range | undefined {
  if (!header) return undefined;
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(header) ?? [];
  const start = Number(from);
  const end = to ? Number(to) : Math.min(start + maxOpenRangeBytes, size) - 1;
  if (from === undefined || start >= end || end >= size) {
    throw new ApiError(416, 'storage_invalid_range', `The range ${header} is not within 0-${size - 1}.`);
  }
  return { start, end };
}

/** Encodes text as UTF-8 bytes for a header, without control characters, which Node refuses. */
function headerText(text: string): string {
  return Buffer.from(text, 'utf8')
    .toString('latin1')
    .replace(/[\x00-\x1f\x7f]/g, '');
}
