import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import { isLoopback } from '../../../lib/net/address.ts';
import { parseUrl } from '../../../lib/net/url.ts';
import { ApiError } from '../errors.ts';

/**
 * Refuses what a browser sends for a page of another origin: a page must not reach the sandbox of the developer who
 * visits it. Other clients send neither `Origin` nor `Sec-Fetch-Site`.
 * @param allowed origins of front ends that may call the sandbox, in canonical form
 * @returns the CORS headers of the answer; none without an allowed origin
 * @throws ApiError 403 general_unknown_origin
 */
export function checkOrigin(
  method: string,
  headers: IncomingHttpHeaders,
  allowed: ReadonlySet<string>,
): OutgoingHttpHeaders {
  const origin = headers.origin ?? originOfSubresource(method, headers);
  if (origin !== undefined && allowed.has(origin)) return corsHeaders(origin);
  if (origin !== undefined && headers.origin !== undefined && !isOwn(origin, headers.host))
    throw unknownOrigin(origin);
  const site = headers['sec-fetch-site'];
  const isHarmless =
    site === undefined || site === 'none' || (site === 'same-origin' && isFixed(headers.host));
  if (!isHarmless) throw unknownOrigin(origin);
  return {};
}

/** An `<img>` sends no Origin; its Referer names the page, and a page can only leave it out. */
function originOfSubresource(method: string, { referer }: IncomingHttpHeaders): string | undefined {
  if (referer === undefined || (method !== 'GET' && method !== 'HEAD')) return undefined;
  return parseUrl(referer)?.origin;
}

/** True for the sandbox's own origin. A name of the network proves nothing: it may resolve to any address. */
function isOwn(origin: string, host: string | undefined): boolean {
  return isFixed(host) && origin === `http://${host}`;
}

function isFixed(host = ''): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1');
  return isLoopback(name) || isIP(name) !== 0;
}

function unknownOrigin(origin = 'an unknown page'): ApiError {
  return new ApiError(
    403,
    'general_unknown_origin',
    `The sandbox refuses requests of web pages (${origin}). Name the origin of a front end of yours: sandbox start --cors ORIGIN`,
  );
}

function corsHeaders(origin: string): OutgoingHttpHeaders {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
    'access-control-allow-headers': allowedHeaders,
    'access-control-expose-headers': 'X-Fallback-Cookies',
    vary: 'Origin',
  };
}

/** As 1.5.7 answers its platforms. */
const allowedHeaders =
  'Origin, Cookie, Set-Cookie, X-Requested-With, Content-Type, Access-Control-Allow-Origin, ' +
  'Access-Control-Request-Headers, Accept, X-Appwrite-Project, X-Appwrite-Key, X-Appwrite-Locale, X-Appwrite-Mode, ' +
  'X-Appwrite-JWT, X-Appwrite-Session, X-Appwrite-Response-Format, X-Appwrite-Timeout, X-SDK-Version, X-SDK-Name, ' +
  'X-SDK-Language, X-SDK-Platform, X-SDK-GraphQL, X-Appwrite-ID, X-Appwrite-Timestamp, Content-Range, Range, ' +
  'Cache-Control, Expires, Pragma, X-Fallback-Cookies';
