/** Reads that a newer server answers to guests only. Loaded only for a request that was refused. */
import type { Services } from '../core/services.ts';
import { HttpError } from '../http/failure.ts';
import { missingScope } from '../http/response-error.ts';
import type { ApiRequest, TextResponse } from '../http/types.ts';
import { send } from './send.ts';

/**
 * Sends a read again without a credential, if it was refused because an API key lacks the scope `public`: guests have
 * it, and from 1.7 on the runtimes of functions are for them.
 * @param error of the first request
 * @throws the error, if it is about anything else; as send
 */
export async function sendAsGuest(
  error: unknown,
  request: ApiRequest,
  services: Services,
): Promise<TextResponse> {
  const lacks = error instanceof HttpError && error.status === 401 ? missingScope(error.message) : undefined;
  if (lacks?.role !== 'applications' || !lacks.scopes.includes('public')) throw error;
  return send(request, await services.clientFor([]));
}
