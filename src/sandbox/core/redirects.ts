import { parseUrl } from '../../lib/net/url.ts';
import type { Call } from './call.ts';
import { invalidArgument } from './errors.ts';
import { isUrl } from './formats.ts';
import { platforms } from './records/projects.ts';

/** Platforms of browsers, whose host names pages may have. */
const webTypes: readonly string[] = ['web', 'flutter-web'];

/**
 * Checks a parameter with the page of an app that a user is sent to. As on a real server, the page must be on
 * localhost, on the server itself or on a web platform of the project, even if an API key asks for it.
 * @param param may be missing or empty
 * @throws ApiError 400 general_argument_invalid
 */
export function checkRedirect(call: Call, param: string): void {
  const page = call.params.string(param, '');
  if (page === '') return;
  const hosts = allowedHosts(call);
  const url = isUrl(page) ? parseUrl(page) : undefined;
  if (url && hosts.some((host) => covers(host, url.hostname))) return;
  throw invalidArgument(param, `it must be a URL whose host is one of: ${hosts.join(', ')}.`);
}

function allowedHosts({ kernel, project, request }: Call): readonly string[] {
  const own = platforms(kernel.store).filter(
    ({ projectId, type, hostname }) =>
      projectId === project.$id && webTypes.includes(type) && hostname !== '',
  );
  return [...new Set(['localhost', request.host, ...own.map(({ hostname }) => hostname)])];
}

/** True if a platform's host name, which may begin with `*`, covers the host of a page. */
const covers = (allowed: string, host: string): boolean =>
  allowed.startsWith('*') ? host.endsWith(allowed.slice(1)) : host === allowed.toLowerCase();
