import type { CommandResult } from '../core/spec.ts';
import { HttpError } from '../http/failure.ts';
import type { ApiRequest, Client, TextResponse } from '../http/types.ts';
import type { View } from '../output/types.ts';

/**
 * Sends what a command is for.
 * @throws HttpError when no good answer came; it says so where the change may have been made all the same
 */
export async function send(request: ApiRequest, client: Client): Promise<TextResponse> {
  try {
    return await client.text(request);
  } catch (error) {
    throw withDoubt(error, request);
  }
}

/** A change whose outcome nobody knows must not be sent again unseen: it might be made twice. */
function withDoubt(error: unknown, { repeatable }: ApiRequest): unknown {
  if (repeatable || !(error instanceof HttpError)) return error;
  if (error.outcome !== 'unknown' || error.type !== undefined) return error;
  const doubt = 'the server may have done it all the same: look before you send it again';
  return error.with({ hint: error.hint === undefined ? doubt : `${error.hint}; ${doubt}` });
}

/** What an answer that is JSON or empty comes to. */
export function answerOutcome(
  request: ApiRequest,
  { text, status }: Pick<TextResponse, 'text' | 'status'>,
  view: View,
): CommandResult {
  if (text === '')
    return {
      result: { kind: 'done', message: request.method === 'DELETE' ? 'Deleted.' : `Done (${status}).` },
    };
  return { result: { kind: 'json', text, view } };
}
