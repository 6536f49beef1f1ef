import type { Readable } from 'node:stream';
import { ExitCode } from '../errors.ts';
import { JsonError } from '../lib/json/error.ts';
import { checkJson } from '../lib/json/format.ts';
import type { Headers } from '../transport.ts';
import { HttpError } from './failure.ts';
import type { Body } from './types.ts';

/** The longest body that is read into memory, in bytes. */
export const maxTextBytes = 256 * 1024 * 1024;

/** A request's body ready to be sent, and the headers that describe it. */
export interface EncodedBody {
  readonly headers: Readonly<Record<string, string>>;
  /** Opens the bytes anew for each attempt. */
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
 * Reads a body whole.
 * @param limit in bytes; what is longer is a failure
 */
export async function readBytes(body: AsyncIterable<Uint8Array>, limit: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > limit) throw tooLong(limit);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

/** Reads as much of a body as is worth having for an error; neither its length nor a cut matter. */
export async function readSome(body: AsyncIterable<Uint8Array>, limit: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= limit) break;
    }
  } catch {
    // The status already tells what happened; what came of the body is all there is to add.
  }
  return Buffer.concat(chunks, length).toString('utf8');
}

/**
 * The text of a success, checked: what is or must be JSON has to be complete and valid.
 * @param mustBeJson whether nothing but JSON will do; else it is checked only where the headers say it is JSON
 */
export function decodeBody(status: number, headers: Headers, bytes: Buffer, mustBeJson: boolean): string {
  refuseCompressed(headers);
  const isJson = saysJson(headers);
  if (!isJson && !mustBeJson) return bytes.toString('utf8');
  if (bytes.length === 0 && status === 204 && !mustBeJson) return '';
  if (bytes.length === 0) throw unusable("the server's answer is empty");
  if (!isJson && /^\s*</.test(bytes.toString('latin1', 0, 100)))
    throw unusable(
      "the server's answer is a web page, not JSON",
      'does a proxy or a login page stand in the way?',
    );
  return jsonText(bytes);
}

/** Whether the headers of an answer say that it is JSON. */
export function saysJson(headers: Headers): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(String(headers['content-type'] ?? ''));
}

/** @throws HttpError exit 1 where the body is not what it stands for but packed, which was not asked for */
export function refuseCompressed(headers: Headers): void {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || encoding === 'identity') return;
  throw unusable(`the server's answer is compressed (${String(encoding)}), which was not asked for`);
}

function jsonText(bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    checkJson(text);
    return text;
  } catch (cause) {
    const why = cause instanceof JsonError ? cause.message : 'it is not UTF-8 text';
    throw unusable(`the server's answer is not valid JSON: ${why}`, undefined, cause);
  }
}

function tooLong(limit: number): HttpError {
  return unusable(`the server's answer is longer than ${limit / 1024 / 1024} MiB`, 'ask for less at once');
}

/** A success that can't be used: the server has acted, and sending again would bring the same. */
function unusable(message: string, hint?: string, cause?: unknown): HttpError {
  return new HttpError(ExitCode.failure, message, { hint, cause, outcome: 'unknown', transient: false });
}
