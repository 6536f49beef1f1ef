import { isLoopback } from '../../../lib/net/address.ts';
import { ApiError } from '../errors.ts';

/**
 * Refuses requests that were meant for another name: a web page that has its own name point here would send them.
 * @param header the Host header
 * @throws ApiError 400 without a Host, 403 for a foreign one
 */
export function checkHost(header: string | undefined): void {
  if (!header) throw new ApiError(400, 'general_argument_invalid', 'The Host header is missing.');
  const [, name = ''] = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(header) ?? [];
  if (!isLoopback(name)) {
    throw new ApiError(
      403,
      'general_access_forbidden',
      'The sandbox answers only under a loopback name; start it with --host to reach it under another.',
    );
  }
}
