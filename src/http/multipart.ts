import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FormBody, FormFile } from './types.ts';

/** A form as it goes over the wire. */
export interface EncodedForm {
  readonly contentType: string;
  /** In bytes; undefined where the file's size is unknown. */
  readonly contentLength: number | undefined;
  /** The bytes, read from the file while they are sent. */
  open(): Readable;
}

/**
 * A form as multipart/form-data: the fields, then the file.
 * @param range which bytes of the file to send, `end` not included; the whole file unless said
 */
export function encodeForm(
  { fields, file }: FormBody,
  range: { start: number; end: number } = { start: 0, end: file.size ?? Number.POSITIVE_INFINITY },
): EncodedForm {
  const boundary = `----appwrite-cli-${randomBytes(16).toString('hex')}`;
  const head = Buffer.from(
    fields.map(([name, value]) => `--${boundary}\r\n${disposition(name)}\r\n\r\n${value}\r\n`).join('') +
      `--${boundary}\r\n${fileHead(file)}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  const length = range.end - range.start;
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentLength: Number.isFinite(length) ? head.length + length + tail.length : undefined,
    open: () =>
      Readable.from(
        (async function* () {
          yield head;
          if (length > 0) yield* file.open(range.start, range.end);
          yield tail;
        })(),
        { objectMode: false, highWaterMark: 64 * 1024 },
      ),
  };
}

function fileHead({ field, filename }: FormFile): string {
  return `${disposition(field)}; filename="${escapeName(filename)}"\r\nContent-Type: application/octet-stream`;
}

function disposition(name: string): string {
  return `Content-Disposition: form-data; name="${escapeName(name)}"`;
}

/** As browsers do it: UTF-8 as it is, and only what would end the line or the quotes percent-encoded. */
function escapeName(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
