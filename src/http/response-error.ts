import { readServerVersion } from '../api/server-version.ts';
import { existsIn, isAtLeast } from '../api/versions.ts';
import { CliError, ExitCode } from '../errors.ts';
import { withoutUserInfo } from '../lib/net/address.ts';
import { excerpt } from '../lib/text/visible.ts';
import type { Headers } from '../transport.ts';
import { HttpError } from './failure.ts';
import { credentialVariable } from './headers.ts';
import type { Mask } from './redact/mask.ts';
import type { ApiRequest, ClientIo, Connection } from './types.ts';
import { requestedWait, untilText } from './wait.ts';

/** A response that is not a success, with the beginning of its body. */
export interface ErrorResponse {
  readonly status: number;
  /** Reason phrase of the status line; may be empty. */
  readonly statusText: string;
  readonly headers: Headers;
  readonly text: string;
}

const maxMessageLength = 4000;
const maxExcerptLength = 160;

/**
 * Returns the error for a response, whatever its body is: the API's JSON, a proxy's HTML page, a cut body, none.
 * @param io the time, and the listener for the server's version
 */
export function responseError(
  response: ErrorResponse,
  connection: Connection,
  request: ApiRequest,
  { now, seeServerVersion }: Pick<ClientIo, 'now' | 'seeServerVersion'>,
): HttpError {
  const { status } = response;
  const { message, type, serverVersion } = apiError(response);
  const versionHint = serverVersion === undefined ? undefined : seeServerVersion?.(serverVersion);
  const missing = type === routeNotFound ? missingOperation(request, serverVersion) : undefined;
  const waitMs = requestedWait(status, response.headers, now());
  const text = missing?.message ?? message ?? redirectMessage(response, request) ?? plainMessage(response);
  return new HttpError(exitCode(status), text, {
    status,
    type,
    waitMs,
    outcome: status >= 500 ? 'unknown' : 'refused',
    transient: isTransient(status, type, response.headers),
    serverVersion,
    hint:
      waitHint(status, waitMs, now()) ??
      (type === undefined && message === undefined
        ? hintForNonAppwrite(status, connection)
        : (misleadingHint(type, request) ?? apiHint(message ?? '', status, type, connection))) ??
      hints(missing?.hint, versionHint),
  });
}

/**
 * Returns the error in a GraphQL response, whose status is 200 even then; undefined if the query succeeded.
 * @param mask makes the message of the server safe to show
 */
export function graphqlFailure(text: string, mask: Mask): CliError | undefined {
  const errors = jsonObject(text)?.errors;
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  const first = errors[0] as { message?: unknown } | null;
  const message = typeof first?.message === 'string' ? first.message : 'the query failed';
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more in "errors")`;
  return new CliError(ExitCode.rejected, `${mask(message).slice(0, maxMessageLength)}${more}`);
}

/** Type of the error about a method and path that the server does not know. */
const routeNotFound = 'general_route_not_found';

/** Explains the error of a server whose version lacks the operation; undefined if that is not the reason. */
function missingOperation(
  { operation }: ApiRequest,
  serverVersion: string | undefined,
): { message: string; hint: string | undefined } | undefined {
  const server = readServerVersion(serverVersion);
  if (!operation || !server || existsIn(operation, server.api)) return undefined;
  const { command, since, until, replacement } = operation;
  const its = `this server (Appwrite ${server.text})`;
  const isGone = until !== undefined && isAtLeast(server.api, until);
  return {
    message: isGone
      ? `${its} no longer has ${command}, which was removed in ${until}`
      : `${its} does not have ${command}, which was added in ${since}`,
    hint: isGone && replacement !== undefined ? `use appwrite-cli ${replacement} instead` : undefined,
  };
}

function hints(...parts: readonly (string | undefined)[]): string | undefined {
  const present = parts.filter((part) => part !== undefined);
  return present.length === 0 ? undefined : present.join('; ');
}

function exitCode(status: number): ExitCode {
  if (status === 401 || status === 403) return ExitCode.auth;
  if (status === 404) return ExitCode.notFound;
  if (status === 429) return ExitCode.rateLimited;
  return status >= 400 && status < 500 ? ExitCode.rejected : ExitCode.failure;
}

/** A 501 is permanent. So is a 503 with a type of the API, such as a queue that is too long, without `Retry-After`. */
function isTransient(status: number, type: string | undefined, headers: Headers): boolean {
  if (status === 429) return true;
  if (status < 500 || status === 501) return false;
  return status !== 503 || type === undefined || headers['retry-after'] !== undefined;
}

function waitHint(status: number, waitMs: number | undefined, now: number): string | undefined {
  if (waitMs !== undefined) return `try again ${untilText(waitMs, now)}`;
  return status === 429 ? 'wait a moment and run the command again' : undefined;
}

/** The members of the API's error body, as far as they are there. */
interface ApiErrorBody {
  readonly message?: string;
  readonly type?: string;
  readonly serverVersion?: string;
}

/** Reads the API's error body: `{"message","code","type","version"}`. A gateway's error has some of these at most. */
function apiError({ status, text }: ErrorResponse): ApiErrorBody {
  const body = jsonObject(text);
  const message = textIn(body, 'message')?.slice(0, maxMessageLength);
  const type = textIn(body, 'type');
  const version = textIn(body, 'version');
  const isAppwrite = message !== undefined && type !== undefined && body?.code === status;
  return {
    ...(message !== undefined && { message }),
    ...(type !== undefined && { type: excerpt(type, 80) }),
    ...(isAppwrite && version !== undefined && { serverVersion: excerpt(version, 40) }),
  };
}

function textIn(body: Record<string, unknown> | undefined, name: string): string | undefined {
  const value = body?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Returns `HTTP 502 Bad Gateway: nginx could not reach …` for a body that is not the API's. */
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
  return `the server redirects this ${method} request to ${location}, and the redirect was not followed`;
}

/** Returns a hint for a response that is not Appwrite's: from a proxy, another server, a wrong address. */
function hintForNonAppwrite(status: number, { endpoint }: Connection): string | undefined {
  if (status === 413) return 'the request is larger than the server, or a proxy in front of it, accepts';
  if (status >= 300 && status < 400) return 'if the API has moved, set APPWRITE_ENDPOINT to its new address';
  if (status !== 404 && status !== 405) return undefined;
  return `is ${withoutUserInfo(endpoint)} the endpoint of an Appwrite API? It usually ends in /v1 (APPWRITE_ENDPOINT)`;
}

/** Returns a hint for the types that servers use for something else too. */
function misleadingHint(type: string | undefined, { path }: ApiRequest): string | undefined {
  if (/^(row|document)_already_exists$/.test(type ?? '') && /\/(rows|documents)(\/|$)/.test(path))
    return 'the server says so too if a value is taken that a unique index allows once: see list-indexes';
  if (/^(column|attribute)_not_found$/.test(type ?? '') && /\/(increment|decrement)$/.test(path))
    return `the server says so too if the ${type === 'column_not_found' ? 'row' : 'document'} does not exist`;
  return undefined;
}

function apiHint(
  message: string,
  status: number,
  type: string | undefined,
  connection: Connection,
): string | undefined {
  const { project } = connection;
  if (type === 'project_not_found' && project === 'console')
    return 'appwrite-cli projects list shows the IDs';
  if (type === 'project_not_found' || type === 'project_unknown')
    return `check the project's ID: APPWRITE_PROJECT_ID or --project${project === undefined ? '' : ` (now ${project})`}`;
  if (type === 'transaction_conflict')
    return 'nothing of the transaction was written, and it has ended: create another one';
  if (type === 'transaction_not_ready')
    return 'it is no longer pending (committed, rolled back, or failed by a conflict): a retry does not help';
  if (type === 'variable_cannot_unset_secret')
    return 'a secret variable stays secret: delete it, and create it again with --no-secret';
  if (type === 'user_more_factors_required')
    return 'finish the login with its second factor: appwrite-cli login';
  return status === 401 ? refusalHint(missingScope(message), type, connection) : undefined;
}

/** Returns a hint for a 401: what the credential lacks if the server knows it, how to get another if it does not. */
function refusalHint(
  missing: MissingScope | undefined,
  type: string | undefined,
  { credential, project }: Connection,
): string | undefined {
  // Any other type, such as that of a wrong password, is about the request and not about the credential.
  if (missing === undefined && type !== 'general_unauthorized_scope' && type !== 'user_unauthorized')
    return undefined;
  if (credential === undefined) return 'set APPWRITE_API_KEY or run appwrite-cli login';
  const scopes = missing?.scopes.join(' or ');
  if (missing?.role === 'applications') {
    if (missing.scopes.includes('account'))
      return 'an API key is not an account: act as a user, with APPWRITE_SESSION or APPWRITE_JWT';
    return missing.scopes.includes('public')
      ? 'this server accepts this request only without a credential'
      : `give the API key the scope ${scopes} in the console`;
  }
  if (missing !== undefined && missing.role !== 'guests') {
    if (credential.kind === 'console' && missing.scopes.includes('account'))
      return `a console account is not a user of the project ${project}: act as a user, with APPWRITE_SESSION or APPWRITE_JWT`;
    return `this user lacks the scope ${scopes} (role ${missing.role})`;
  }
  if (credential.kind === 'console') {
    const other = project === 'console' ? '' : `, or its account does not belong to the project ${project}`;
    return `the console session has ended (log in again: appwrite-cli login)${other}`;
  }
  if (missing === undefined && type === 'user_unauthorized' && credential.kind !== 'key')
    return 'this user lacks the permission: it is granted on the resource, to the user, a team or a label';
  return `the server does not know this ${credentialNoun[credential.kind]}: check ${credentialVariable[credential.kind]} and the project`;
}

/** Role of the caller, and the scopes of which any one would do. */
export interface MissingScope {
  readonly role: string;
  readonly scopes: readonly string[];
}

/**
 * Reads role and missing scopes from the message of a 401: `missing scope (x)` of Appwrite 1.5, `missing scopes
 * (["x","y"])` of later versions. Only the role tells a valid API key (`applications`) from an unknown one: 1.5 calls
 * that a guest, and later versions answer `user_unauthorized` without a role.
 */
export function missingScope(message: string): MissingScope | undefined {
  const [, role, list] = /\(role: (\w+)\) missing scopes? \(([^)]{1,1000})\)/.exec(message) ?? [];
  if (role === undefined || list === undefined) return undefined;
  const scopes = list.match(/[\w.-]+/g);
  return scopes === null ? undefined : { role, scopes };
}

const credentialNoun = { key: 'API key', jwt: 'JWT', session: 'session' } as const;
