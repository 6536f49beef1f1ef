import type { Readable } from 'node:stream';
import type { Call } from '../call.ts';
import { ApiError } from '../errors.ts';
import { Reply } from '../http/reply.ts';
import type { Handler } from '../module.ts';
import { fileNotFound, readableFile, type StoredFile } from './files.ts';

/** What the server sends at most for a range without an end, in bytes. */
const openRange = 2 * 1024 * 1024;
/** Text up to this length goes out with its length, in bytes; everything else in chunks without one. */
const longestSentWhole = 2_000_000;
const secondsCached = 45 * 24 * 60 * 60;

/** Types that a browser may show; anything else is shown as text, so that no script in it runs. */
const shown = /^(image|audio|video)\/|^application\/pdf$|^text\/plain$/;
const textual = /^text\/|json$|xml$|javascript$/;

/**
 * A file's content, or the range of it that is asked for.
 * @throws ApiError 404 storage_file_not_found while it isn't complete, 416 storage_invalid_range
 */
function content(call: Call, disposition: string, type: (file: StoredFile) => string): Promise<Reply> {
  const file = readableFile(call);
  const end = readableLength(file);
  const range = requestedRange(call.request.headers.range, file.sizeOriginal);
  return bytesReply(call, {
    blob: file.blob,
    start: range?.start ?? 0,
    end: Math.min(range ? range.end + 1 : end, end),
    status: range ? 206 : 200,
    headers: {
      'content-type': type(file),
      'content-disposition': `${disposition}; filename="${headerText(file.name)}"`,
      ...(range && {
        'accept-ranges': 'bytes',
        'content-range': `bytes ${range.start}-${range.end}/${file.sizeOriginal}`,
      }),
    },
  });
}

/** @throws ApiError 404 storage_file_not_found for a file that is not complete */
export function readableLength({ $id, readable }: StoredFile): number {
  if (readable === null) throw fileNotFound($id);
  return readable;
}

interface Bytes {
  readonly blob: string;
  readonly start: number;
  readonly end: number;
  readonly status: number;
  readonly headers: { readonly 'content-type': string } & Record<string, string>;
}

async function bytesReply(
  { kernel, now }: Call,
  { blob, start, end, status, headers }: Bytes,
): Promise<Reply> {
  const stream = kernel.blobs.read(blob, start, end);
  const whole = textual.test(headers['content-type']) && end - start <= longestSentWhole;
  return new Reply({
    status,
    headers: { ...headers, expires: new Date(now + secondsCached * 1000).toUTCString() },
    body: whole ? await collect(stream) : stream,
  });
}

async function collect(stream: Readable): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

/**
 * The range of a Range header; its end is part of it.
 * @throws ApiError 416 storage_invalid_range for what the real server refuses: several ranges, a suffix, a single byte,
 * and an end behind the file's
 */
function requestedRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | undefined {
  if (!header) return undefined;
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(header) ?? [];
  const start = Number(from);
  const end = to ? Number(to) : Math.min(start + openRange, size) - 1;
  if (from === undefined || start >= end || end >= size) {
    throw new ApiError(416, 'storage_invalid_range', `The range ${header} is not within 0-${size - 1}.`);
  }
  return { start, end };
}

/** Text as its UTF-8 bytes go into a header; control characters can't. */
function headerText(text: string): string {
  return Buffer.from(text, 'utf8')
    .toString('latin1')
    .replace(/[\x00-\x1f\x7f]/g, '');
}

export const contentHandlers: Record<string, Handler> = {
  'storage.getFileDownload': (call) => content(call, 'attachment', ({ mimeType }) => mimeType),

  'storage.getFileView': (call) => {
    Object.assign(call.headers, {
      'content-security-policy': 'script-src none;',
      'x-content-type-options': 'nosniff',
    });
    return content(call, 'inline', ({ mimeType }) => (shown.test(mimeType) ? mimeType : 'text/plain'));
  },
};
