/** Reads responses in HTTP/1.1 (RFC 9112), as strictly as Node's own parser: what is not certain is refused. */
import type { Headers } from '../../transport.ts';
import { changedProtocol, NotHttp } from './errors.ts';

/** Maximum size of everything that is not body: the head, and between the chunks of a body. */
const maxFramingBytes = 64 * 1024;

/** Status line and headers of a response. */
export interface ResponseHead {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  /** Time in seconds for which the server keeps the connection open for another request; 0 if it closes it. */
  readonly keptOpenSeconds: number;
}

/** Receives a response as it arrives. */
export interface ResponseReader {
  onHead(head: ResponseHead): void;
  /** @param bytes of the body; valid until the function returns */
  onBody(bytes: Buffer): void;
}

/** Part of a response that the next byte belongs to. */
type Part = 'head' | 'body' | 'chunk size' | 'chunk' | 'end of chunk' | 'trailer' | 'nothing';

const noBytes = Buffer.alloc(0);

/** Parses the response to one request. */
export class ResponseParser {
  readonly #reader: ResponseReader;
  readonly #method: string;
  #part: Part = 'head';
  /** The beginning of a part that is read as a whole. */
  #waiting: Buffer = noBytes;
  /** Bytes that are missing of the body or the chunk; infinite for a body that ends with the connection. */
  #left = 0;
  #framingBytes = 0;

  /** @param method of the request: a response to HEAD has no body */
  constructor(method: string, reader: ResponseReader) {
    this.#method = method;
    this.#reader = reader;
  }

  /** True after the last byte of the response. */
  get isComplete(): boolean {
    return this.#part === 'nothing';
  }

  /**
   * Takes the next bytes of the connection.
   * @returns the number of bytes that follow the response
   * @throws NotHttp
   */
  push(bytes: Buffer): number {
    let rest = this.#waiting.length === 0 ? bytes : Buffer.concat([this.#waiting, bytes]);
    this.#waiting = noBytes;
    while (rest.length > 0 && this.#part !== 'nothing') {
      const taken = this.#take(rest);
      if (taken === 0) {
        this.#refuseTooLong(rest.length);
        this.#waiting = Buffer.from(rest);
        return 0;
      }
      rest = rest.subarray(taken);
    }
    return rest.length;
  }

  /**
   * Takes the end of the connection.
   * @returns true if it is the end of the response too, false if that is cut off
   */
  finish(): boolean {
    if (this.#left === Number.POSITIVE_INFINITY) this.#part = 'nothing';
    return this.isComplete;
  }

  /** Returns the number of bytes that have been read, 0 if more are needed. */
  #take(bytes: Buffer): number {
    switch (this.#part) {
      case 'head':
        return this.#takeHead(bytes);
      case 'body':
      case 'chunk':
        return this.#takeBody(bytes);
      case 'end of chunk':
        return this.#takeLine(bytes, (line) => {
          if (line !== '') throw new NotHttp('a chunk is longer than its size');
          this.#part = 'chunk size';
        });
      case 'chunk size':
        return this.#takeLine(bytes, (line) => {
          this.#left = chunkSize(line);
          this.#part = this.#left === 0 ? 'trailer' : 'chunk';
        });
      default:
        return this.#takeLine(bytes, (line) => {
          if (line === '') this.#part = 'nothing';
          else readHeader(line);
        });
    }
  }

  #takeHead(bytes: Buffer): number {
    const end = bytes.indexOf('\r\n\r\n');
    if (end < 0) {
      const start = bytes.toString('latin1', 0, protocol.length);
      if (!protocol.startsWith(start)) throw notHttp();
      return 0;
    }
    this.#count(end + 4);
    const lines = bytes.toString('latin1', 0, end).split('\r\n');
    const { isVersion11, status, statusText } = readStatus(lines[0]!);
    const headers = readHeaders(lines);
    if (status === 101) throw new NotHttp(changedProtocol);
    // An interim response, such as 103 Early Hints, precedes the real one.
    if (status < 200 && secondsKeptOpen(headers, isVersion11) === 0) throw new NotHttp('it ends too early');
    if (status < 200) return end + 4;
    const hasBody = status !== 204 && status !== 304 && this.#method !== 'HEAD';
    const framing = bodyLength(headers);
    const length = hasBody ? framing : 0;
    this.#left = typeof length === 'number' ? length : 0;
    this.#part = length === 'chunked' ? 'chunk size' : length === 0 ? 'nothing' : 'body';
    const keptOpenSeconds = length === Number.POSITIVE_INFINITY ? 0 : secondsKeptOpen(headers, isVersion11);
    this.#reader.onHead({ status, statusText, headers, keptOpenSeconds });
    return end + 4;
  }

  #takeBody(bytes: Buffer): number {
    const taken = Math.min(this.#left, bytes.length);
    this.#left -= taken;
    if (this.#left === 0) this.#part = this.#part === 'chunk' ? 'end of chunk' : 'nothing';
    this.#framingBytes = 0;
    this.#reader.onBody(taken === bytes.length ? bytes : bytes.subarray(0, taken));
    return taken;
  }

  #takeLine(bytes: Buffer, read: (line: string) => void): number {
    const end = bytes.indexOf('\r\n');
    if (end < 0) return 0;
    this.#count(end + 2);
    read(bytes.toString('latin1', 0, end));
    return end + 2;
  }

  #count(bytes: number): void {
    this.#refuseTooLong(bytes);
    this.#framingBytes += bytes;
  }

  /** @throws NotHttp if the server sends more and more, and nothing of the body */
  #refuseTooLong(bytes: number): void {
    if (this.#framingBytes + bytes > maxFramingBytes)
      throw new NotHttp(`its headers are longer than ${maxFramingBytes / 1024} KiB`);
  }
}

const protocol = 'HTTP/1.';
const notHttp = () => new NotHttp(`it does not begin with ${protocol}`);

function readStatus(line: string) {
  const [, minor, status, statusText = ''] =
    /^HTTP\/1\.([01]) ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/.exec(line) ?? [];
  if (status === undefined)
    throw line.startsWith(protocol) ? new NotHttp('its first line is malformed') : notHttp();
  return { isVersion11: minor === '1', status: Number(status), statusText };
}

/** Headers of which a response has one: as in Node, the first counts. Those of others are joined. */
const singleHeaders: ReadonlySet<string> = new Set([
  ...['age', 'content-type', 'etag', 'expires', 'last-modified', 'location', 'retry-after', 'server'],
]);

/** @param lines of the head, the status line too */
function readHeaders(lines: readonly string[]): Headers {
  const headers: Record<string, string | string[]> = Object.create(null);
  for (let index = 1; index < lines.length; index++) {
    const [name, value] = readHeader(lines[index]!);
    const before = headers[name];
    if (name === 'set-cookie') headers[name] = [...(before ?? []), value];
    else if (before === undefined) headers[name] = value;
    else if (!singleHeaders.has(name)) headers[name] = `${String(before)}, ${value}`;
  }
  return headers;
}

/** @returns the name in lower case, and the value */
function readHeader(line: string): [name: string, value: string] {
  const colon = line.indexOf(':');
  const name = line.slice(0, Math.max(colon, 0)).toLowerCase();
  const value = trimSpace(line.slice(colon + 1));
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name) || /[^\t\x20-\x7e\x80-\xff]/.test(value))
    throw new NotHttp('a header is malformed');
  return [name, value];
}

function trimSpace(text: string): string {
  let start = 0;
  let end = text.length;
  while (isSpace(text[start])) start++;
  while (end > start && isSpace(text[end - 1])) end--;
  return text.slice(start, end);
}

const isSpace = (unit: string | undefined) => unit === ' ' || unit === '\t';

/** Returns the length of a body in bytes, infinite if it ends with the connection. */
function bodyLength(headers: Headers): number | 'chunked' {
  const { 'content-length': length, 'transfer-encoding': coding } = headers;
  if (coding !== undefined) {
    // With a length too, a server and a proxy could disagree about the end.
    if (length !== undefined) throw new NotHttp('it is both chunked and of a fixed length');
    if (!/^chunked$/i.test(String(coding))) throw new NotHttp('its transfer encoding is unknown');
    return 'chunked';
  }
  if (length === undefined) return Number.POSITIVE_INFINITY;
  const bytes = /^\d+$/.test(String(length)) ? Number(length) : Number.NaN;
  if (!Number.isSafeInteger(bytes)) throw new NotHttp('its Content-Length is malformed');
  return bytes;
}

/** A size, and extensions, which have no meaning to us. */
const chunkLine = /^([\da-f]{1,12})(;[\w-]+(=([\w-]+|"[\w ./-]*"))?)*$/i;

function chunkSize(line: string): number {
  const digits = chunkLine.exec(line)?.[1];
  if (digits === undefined) throw new NotHttp('the size of a chunk is malformed');
  return Number.parseInt(digits, 16);
}

function secondsKeptOpen(headers: Headers, isVersion11: boolean): number {
  const { connection = '', 'keep-alive': promise } = headers;
  const options = String(connection)
    .toLowerCase()
    .split(/[\s,]+/);
  if (isVersion11 ? options.includes('close') : !options.includes('keep-alive')) return 0;
  const seconds = /\btimeout=(\d+)/i.exec(String(promise))?.[1];
  // A second less, since a request takes time to arrive.
  return seconds === undefined ? Number.POSITIVE_INFINITY : Math.max(0, Number(seconds) - 1);
}
