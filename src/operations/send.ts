import { type CommandResult, doneResult, jsonTextResult } from '../core/spec.ts';
import { CliError, ExitCode } from '../errors.ts';
import { saysJson } from '../http/body.ts';
import { HttpError } from '../http/failure.ts';
import type { ApiRequest, Client, TextResponse } from '../http/types.ts';
import { JsonError } from '../lib/json/error.ts';
import { checkJson } from '../lib/json/format.ts';
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

/**
 * Returns the result of a response that is JSON or empty.
 * @throws CliError exit 1 if it is neither: the client checks only what is or has to be JSON by its headers
 */
export function answerOutcome(
  request: ApiRequest,
  { text, status, headers }: Pick<TextResponse, 'text' | 'status' | 'headers'>,
  view: View,
): CommandResult {
  if (text === '') return doneResult(request.method === 'DELETE' ? 'Deleted.' : `Done (${status}).`);
  if (request.expects !== 'json' && !saysJson(headers)) check(text);
  return jsonTextResult(text, view);
}

function check(text: string): void {
  try {
    checkJson(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new CliError(ExitCode.failure, `the answer is broken JSON: ${error.message}`, { cause: error });
  }
}
