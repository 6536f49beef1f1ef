import type { Readable } from 'node:stream';
import { ExitCode } from '../errors.ts';
import { JsonError } from '../lib/json/error.ts';
import { checkJson } from '../lib/json/format.ts';
import type { Headers, TransportResponse } from '../transport.ts';
import { HttpError } from './failure.ts';
import type { ApiRequest, Body } from './types.ts';

/** Maximum size of a body that is read into memory. */
export const maxTextBytes = 256 * 1024 * 1024;

/** A request body in its encoding, and the headers that describe it. */
export interface EncodedBody {
  readonly headers: Readonly<Record<string, string>>;
  /** Opens the bytes; called again for each attempt. */
  open(): string | Readable | undefined;
}

export async function encodeBody(body: Body | undefined): Promise<EncodedBody> {
  if (body === undefined) return { headers: {}, open: () => undefined };
  if (body.kind === 'json')
    return described('application/json', Buffer.byteLength(body.text), () => body.text);
  const { encodeForm } = await import('./upload/multipart.ts');
  const { contentType, contentLength, open } = encodeForm(body);
  return described(contentType, contentLength, open);
}

function described(type: string, length: number | undefined, open: EncodedBody['open']): EncodedBody {
  const lengthHeader = length === undefined ? {} : { 'content-length': String(length) };
  return { headers: { 'content-type': type, ...lengthHeader }, open };
}

/**
 * Reads a whole body. By events, since a loop over a stream costs more than the whole of a small response.
 * @throws HttpError (exit 1) if it is longer than `maxBytes`
 */
export function readBytes(body: Readable, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    // Errors of a stream that has been destroyed may have been emitted already.
    if (body.destroyed) reject(body.errored ?? cutBody());
    body.on('data', (chunk: Buffer) => {
      length += chunk.length;
      chunks.push(chunk);
      if (length <= maxBytes) return;
      reject(tooLong(maxBytes));
      body.destroy();
    });
    body.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length)));
    body.once('error', reject);
    body.once('close', () => {
      // To make an error takes longer than to read a small body.
      if (!body.readableEnded) reject(cutBody());
    });
  });
}

const cutBody = () => new Error('the body ended too early');

/** Reads the beginning of the body of an error response, up to `maxBytes` or to a cut. */
export async function readPrefix(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= maxBytes) break;
    }
  } catch {
    // The status has been received; a cut body is still useful for the message.
  }
  return Buffer.concat(chunks, length).toString('utf8');
}

/**
 * Decodes the body of a success. It has to be complete, valid JSON if the request expects JSON or the headers say so.
 * @throws HttpError (exit 1) if it is not, or is compressed
 */
export function decodeBody(
  { status, headers }: Pick<TransportResponse, 'status' | 'headers'>,
  bytes: Buffer,
  { expects, answer }: Pick<ApiRequest, 'expects' | 'answer'>,
): string {
  const mayBeEmpty = status === 204 && expects !== 'json';
  const mustBeJson = expects === 'json' || answer?.kind === 'empty or object';
  refuseCompressed(headers);
  const isJson = saysJson(headers);
  if (!isJson && !mustBeJson) return bytes.toString('utf8');
  if (bytes.length === 0 && mayBeEmpty) return '';
  if (bytes.length === 0) throw unusable("the server's response is empty");
  if (!isJson && /^\s*</.test(bytes.toString('latin1', 0, 100)))
    throw unusable("the server's response is a web page, not JSON", interceptedHint);
  return jsonText(bytes);
}

/** True if the headers of a response declare JSON. */
export function saysJson(headers: Headers): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(String(headers['content-type'] ?? ''));
}

/** @throws HttpError (exit 1) if the body is compressed although the request did not offer that */
export function refuseCompressed(headers: Headers): void {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return;
  throw unusable(
    `the server's response is compressed (${String(encoding)}) although the request did not allow it`,
  );
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function jsonText(bytes: Buffer): string {
  try {
    const text = utf8.decode(bytes);
    checkJson(text);
    return text;
  } catch (cause) {
    const why = cause instanceof JsonError ? cause.message : 'it is not UTF-8 text';
    throw unusable(`the server's response is not valid JSON: ${why}`, undefined, cause);
  }
}

function tooLong(maxBytes: number): HttpError {
  return unusable(
    `the server's response is longer than ${maxBytes / 1024 / 1024} MiB`,
    'request less at once',
  );
}

/** Hint for a success that may come from something else than the server. */
export const interceptedHint = 'a proxy or a login page may be answering instead';

/** A success with an unusable body: the server has acted, and a retry would fail in the same way. */
export function unusable(message: string, hint?: string, cause?: unknown): HttpError {
  return new HttpError(ExitCode.failure, message, { hint, cause, outcome: 'unknown', transient: false });
}
