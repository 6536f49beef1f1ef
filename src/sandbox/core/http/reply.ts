import type { OutgoingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { ApiError } from '../errors.ts';
import { encodeJson, type JsonObject } from '../json.ts';

/** What a handler answers that isn't plain JSON with the operation's own status: a file, a redirect. */
export class Reply {
  /** The operation's own where left out. */
  readonly status: number | undefined;
  readonly headers: OutgoingHttpHeaders;
  /** Bytes to send, all at once or as they come. */
  readonly body: Buffer | Readable | undefined;

  constructor({ status, headers = {}, body }: Partial<Pick<Reply, 'status' | 'headers' | 'body'>>) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

/** What a handler answers: a JSON object, nothing, or a Reply. */
export type Result = JsonObject | Reply | undefined;

/** An answer ready to be written. */
export interface Answer {
  readonly status: number;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer | Readable | undefined;
}

/** What a handler's result looks like on the wire. An empty answer calls itself HTML, as the real server's does. */
export function answerOf(result: Result, status: number, headers: OutgoingHttpHeaders): Answer {
  if (result === undefined)
    return { status, headers: { 'content-type': 'text/html', ...headers }, body: undefined };
  if (result instanceof Reply) {
    return { status: result.status ?? status, headers: { ...headers, ...result.headers }, body: result.body };
  }
  const answer = jsonAnswer(status, result);
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** JSON as PHP writes it: with its slashes escaped. */
export function jsonAnswer(status: number, value: JsonObject): Answer {
  const body = Buffer.from(encodeJson(value).replaceAll('/', '\\/'));
  return { status, headers: { 'content-type': 'application/json; charset=UTF-8' }, body };
}

/** JSON with a status of its own, where the real server's isn't the one that it publishes. */
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

/** How long clients may keep what hardly ever changes, in seconds: 45 days. */
export const cacheSeconds = 45 * 24 * 60 * 60;

/**
 * When such an answer goes stale, as an Expires header says it.
 * @param now milliseconds since the Unix epoch
 */
export const expires = (now: number) => new Date(now + cacheSeconds * 1000).toUTCString();
