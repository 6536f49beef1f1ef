import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import type { FormBody, FormFile } from '../types.ts';

/** A form in its encoding for the wire. */
export interface EncodedForm {
  readonly contentType: string;
  /** Undefined if the size of the file is unknown. */
  readonly contentLength: number | undefined;
  /** Opens the bytes; the file is read while they are sent. */
  open(): Readable;
}

/** Encodes a form as multipart/form-data (RFC 7578): the fields, then the file. */
export function encodeForm({ fields, file }: FormBody): EncodedForm {
  const boundary = `----appwrite-cli-${randomBytes(16).toString('hex')}`;
  const head = Buffer.from(
    fields.map(([name, value]) => `--${boundary}\r\n${disposition(name)}\r\n\r\n${value}\r\n`).join('') +
      `--${boundary}\r\n${fileHead(file)}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    contentLength: file.size === undefined ? undefined : head.length + file.size + tail.length,
    open: () =>
      Readable.from(
        (async function* () {
          yield head;
          yield* file.open(0, file.size ?? Number.POSITIVE_INFINITY);
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

/** Escapes a name as browsers do (HTML standard, multipart/form-data): only line breaks and quotes; UTF-8 stays. */
function escapeName(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
