import { CliError, ExitCode } from '../errors.ts';
import { excerpt } from '../lib/text/visible.ts';
import type { Headers } from '../transport.ts';
import { HttpError } from './failure.ts';
import { credentialVariable } from './headers.ts';
import type { ApiRequest, Connection } from './types.ts';
import { requestedWait, untilText } from './wait.ts';

/** An answer that is no success, its body read as far as it came. */
export interface ErrorResponse {
  readonly status: number;
  /** What the status line says beside the number; may be empty. */
  readonly statusText: string;
  readonly headers: Headers;
  readonly text: string;
}

const maxMessageLength = 4000;
const maxExcerptLength = 160;

/**
 * The error that an answer stands for, whatever its body is: the API's JSON, a proxy's HTML page, half a body, none.
 * @param now milliseconds since the Unix epoch
 */
export function responseError(
  answer: ErrorResponse,
  connection: Connection,
  request: ApiRequest,
  now: number,
): HttpError {
  const { status } = answer;
  const { message, type } = apiError(answer.text);
  const wait = requestedWait(status, answer.headers, now);
  const text = message ?? redirectMessage(answer, request) ?? plainMessage(answer);
  return new HttpError(exitCode(status), text, {
    status,
    type,
    wait,
    outcome: status >= 500 ? 'unknown' : 'refused',
    transient: isTransient(status, type, answer.headers),
    hint:
      waitHint(status, wait, now) ??
      (type === undefined && message === undefined
        ? hintForNonAppwrite(status, connection)
        : apiHint(message ?? '', status, type, connection)),
  });
}

/** A query's answer that came with status 200 but holds errors; undefined when it holds none. */
export function graphqlFailure(text: string): CliError | undefined {
  const errors = jsonObject(text)?.errors;
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  const first = errors[0] as { message?: unknown } | null;
  const message = typeof first?.message === 'string' ? first.message : 'the query failed';
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more in "errors")`;
  return new CliError(ExitCode.rejected, `${message.slice(0, maxMessageLength)}${more}`);
}

function exitCode(status: number): ExitCode {
  if (status === 401 || status === 403) return ExitCode.auth;
  if (status === 404) return ExitCode.notFound;
  if (status === 429) return ExitCode.rateLimited;
  return status >= 400 && status < 500 ? ExitCode.rejected : ExitCode.failure;
}

/** 501 stays what it is; a 503 with the API's own type is an answer, unless the server says when to come back. */
function isTransient(status: number, type: string | undefined, headers: Headers): boolean {
  if (status === 429) return true;
  if (status < 500 || status === 501) return false;
  return status !== 503 || type === undefined || headers['retry-after'] !== undefined;
}

function waitHint(status: number, wait: number | undefined, now: number): string | undefined {
  if (wait !== undefined) return `come back ${untilText(wait, now)}`;
  return status === 429 ? 'wait a moment and run the command again' : undefined;
}

/** The API's own error body: `{"message","code","type","version"}`. */
function apiError(text: string): { message?: string; type?: string } {
  const body = jsonObject(text);
  return {
    ...(typeof body?.message === 'string' && body.message !== ''
      ? { message: body.message.slice(0, maxMessageLength) }
      : {}),
    ...(typeof body?.type === 'string' && body.type !== '' ? { type: excerpt(body.type, 80) } : {}),
  };
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** `HTTP 502 Bad Gateway: nginx could not reach …`, for bodies that are not the API's. */
function plainMessage({ status, statusText, text }: ErrorResponse): string {
  const line = excerpt(`HTTP ${status} ${statusText}`, 80);
  const body = excerpt(withoutTags(text.slice(0, 20_000)), maxExcerptLength);
  return body === '' ? line : `${line}: ${body}`;
}

function withoutTags(text: string): string {
  if (!/^\s*</.test(text)) return text;
  return text.replace(/<(script|style|head)\b[\s\S]*?<\/\1\s*>/gi, ' ').replace(/<[^>]*>?/g, ' ');
}

function redirectMessage({ status, headers }: ErrorResponse, { method }: ApiRequest): string | undefined {
  if (status < 300 || status > 399) return undefined;
  const location = excerpt(String(headers.location ?? 'nowhere'), 200);
  return `the server redirects this ${method} request to ${location}, which is not followed`;
}

/** Hints for answers that no Appwrite gave: a proxy, another server, a wrong address. */
function hintForNonAppwrite(status: number, { endpoint }: Connection): string | undefined {
  if (status === 413) return 'the request is larger than the server, or a proxy in front of it, accepts';
  if (status >= 300 && status < 400) return 'if the API has moved, set APPWRITE_ENDPOINT to its new address';
  if (status !== 404 && status !== 405) return undefined;
  return `is ${shownEndpoint(endpoint)} the address of an Appwrite API? It usually ends in /v1 (APPWRITE_ENDPOINT)`;
}

function apiHint(
  message: string,
  status: number,
  type: string | undefined,
  connection: Connection,
): string | undefined {
  const { credential, project } = connection;
  if (type === 'project_not_found' || type === 'project_unknown')
    return `check the project's ID: APPWRITE_PROJECT_ID or --project${project === undefined ? '' : ` (now ${project})`}`;
  if (type === 'user_more_factors_required')
    return 'finish the login with its second factor: appwrite-cli login';
  if (status !== 401) return undefined;
  const missing = missingScope(message);
  if (missing?.role === 'applications' && missing.scope === 'account')
    return 'an API key is not an account: act as a user, with APPWRITE_SESSION or APPWRITE_JWT';
  if (missing?.role === 'applications') return `give the API key the scope ${missing.scope} in the console`;
  if (credential === undefined) return 'set APPWRITE_API_KEY or run appwrite-cli login';
  if (missing === undefined && type !== 'general_unauthorized_scope' && type !== 'user_unauthorized')
    return undefined;
  if (credential.kind === 'console') {
    const other = project === 'console' ? '' : `, or its account does not belong to the project ${project}`;
    return `the console session has ended (log in again: appwrite-cli login)${other}`;
  }
  return `the server does not know this ${credentialNoun[credential.kind]}: check ${credentialVariable[credential.kind]} and the project`;
}

/**
 * Who lacks which scope, as a 401 tells it. The role is the only sign by which a good API key (`applications`) differs
 * from one that the server does not know (`guests`).
 */
export function missingScope(message: string): { role: string; scope: string } | undefined {
  const [, role, scope] = /\(role: (\w+)\) missing scope \(([^)]+)\)/.exec(message) ?? [];
  return role === undefined || scope === undefined ? undefined : { role, scope };
}

const credentialNoun = { key: 'API key', jwt: 'JWT', session: 'session' } as const;

/** The endpoint without a user name and password that may stand in it. */
export function shownEndpoint(endpoint: string): string {
  return endpoint.replace(/^(\w+:\/\/)[^/@]*@/, '$1');
}
