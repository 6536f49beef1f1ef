import type { OutgoingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { ApiError } from '../errors.ts';
import { encodeJson, type JsonObject } from '../json.ts';

/** A handler's result that is not plain JSON with the operation's own status: a file, a redirect. */
export class Reply {
  /** The operation's own by default. */
  readonly status: number | undefined;
  readonly headers: OutgoingHttpHeaders;
  /** Bytes to send, at once or as a stream. */
  readonly body: Buffer | Readable | undefined;

  constructor({ status, headers = {}, body }: Partial<Pick<Reply, 'status' | 'headers' | 'body'>>) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

/** Result of a handler: a JSON object, nothing, or a Reply. */
export type Result = JsonObject | Reply | undefined;

/** An HTTP response, ready to be written. */
export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer | Readable | undefined;
}

/** Converts a handler's result to a response. An empty one is declared as HTML, as on a real server. */
export function answerOf(result: Result, status: number, headers: OutgoingHttpHeaders): Answer {
  if (result === undefined)
    return { status, headers: { 'content-type': 'text/html', ...headers }, body: undefined };
  if (result instanceof Reply) {
    return { status: result.status ?? status, headers: { ...headers, ...result.headers }, body: result.body };
  }
  const answer = jsonAnswer(status, result);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** Encodes JSON as PHP does: with escaped slashes. */
export const jsonBytes = (value: JsonObject): Buffer => Buffer.from(encodeJson(value).replaceAll('/', '\\/'));

function jsonAnswer(status: number, value: JsonObject): Answer {
  const body = jsonBytes(value);
  return { status, headers: { 'content-type': 'application/json; charset=UTF-8' }, body };
}

/** JSON with a status that differs from the operation's published one, as on a real server. */
export function jsonReply(status: number, value: JsonObject): Reply {
  return new Reply(jsonAnswer(status, value));
}

export function errorAnswer(error: ApiError): Answer {
  const answer = jsonAnswer(error.status, error.body);
  return {
    ...answer,
    headers: {
      ...answer.headers,
      'cache-control': 'no-cache, no-store, must-revalidate',
    },
  };
}

/** Lifetime in client caches of answers that rarely change: 45 days. */
export const cacheSeconds = 45 * 24 * 60 * 60;

/**
 * Returns the Expires header of such an answer.
 * @param now milliseconds since the Unix epoch
 */
export const expires = (now: number) => new Date(now + cacheSeconds * 1000).toUTCString();
