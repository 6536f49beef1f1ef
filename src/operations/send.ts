import { itemsOf } from '../api/models.ts';
import type { Operation } from '../api/schema.ts';
import { type CommandResult, doneResult, jsonTextResult, textResult } from '../core/spec.ts';
import { CliError, ExitCode } from '../errors.ts';
import { saysJson } from '../http/body.ts';
import { HttpError } from '../http/failure.ts';
import type { ApiRequest, Client, TextResponse } from '../http/types.ts';
import { JsonError } from '../lib/json/error.ts';
import { checkJson } from '../lib/json/format.ts';
import type { View } from '../output/types.ts';

/** Header of a sandbox's answer to a request for which a real server sends a message. */
const outboxHeader = 'x-sandbox-outbox';
const keptNotSent = 'The sandbox kept the message, and sent nothing: appwrite-cli sandbox outbox shows it.';

/**
 * Sends the main request of a command. Notes if the server is a sandbox that kept what a real one would have sent.
 * @throws HttpError without a successful response; its hint warns if the outcome is ambiguous
 */
export async function send(request: ApiRequest, client: Client): Promise<TextResponse> {
  try {
    const response = await client.text(request);
    if (response.headers[outboxHeader] !== undefined) client.io.note(keptNotSent);
    return response;
  } catch (error) {
    throw warnIfAmbiguous(error, request);
  }
}

/** Warns about an ambiguous outcome of a request that is not idempotent: sent again, it might change something twice. */
function warnIfAmbiguous(error: unknown, { repeatable }: ApiRequest): unknown {
  if (repeatable || !(error instanceof HttpError)) return error;
  if (error.outcome !== 'unknown' || error.type !== undefined) return error;
  return error.withMoreHints('the server may have carried it out: check before you send it again');
}

/**
 * Returns the result of a response that is JSON or empty.
 * @throws CliError exit 1 if it is neither: the client checks only what is or has to be JSON by its headers
 */
export function responseResult(
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

/** Returns the result of a response that is text; it is empty if the server lacks the service. */
export function textResponse({ text, status }: Pick<TextResponse, 'text' | 'status'>): CommandResult {
  return text === '' ? doneResult(`Done (${status}); the answer is empty.`) : textResult(text);
}

/** Returns how a table shows the response of an operation. */
export function viewOf({ response, apiVersion }: Pick<Operation, 'response' | 'apiVersion'>): View {
  const items = itemsOf(response, apiVersion);
  if (!items) return response === null ? {} : { model: { name: response, version: apiVersion } };
  const { member, model } = items;
  const { columns, unlisted, name } = model;
  return { items: member, columns, unlisted, noun: member, model: { name, version: apiVersion } };
}
