/** Requests with text that newer servers take as an integer only. Loaded only for these. */
import type { Operation } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import type { CommandResult } from '../core/spec.ts';
import { HttpError } from '../http/failure.ts';
import type { ApiRequest, Client, TextResponse } from '../http/types.ts';
import { RawJson } from '../lib/json/raw.ts';
import { buildRequest, type Values } from './request.ts';
import { responseResult, send, viewOf } from './send.ts';

/**
 * Sends text as Appwrite 1.5 wants it, and if the server refuses an argument, integers as newer servers want them. A
 * refused request has done nothing.
 * @throws HttpError as `send`; if both are refused, the error that is not about the type
 */
export async function sendEither(
  operation: Operation,
  values: Values,
  services: Services,
): Promise<CommandResult> {
  const text = buildRequest(operation, values);
  const integers = operation.params
    .filter(({ name, laterType }) => laterType === 'integer' && isInteger(values[name]))
    .map(({ name }) => name);
  const client = await services.clientFor(operation.sentWith);
  const response =
    integers.length === 0
      ? await send(text, client)
      : await sendFirstThat(text, buildRequest(operation, withNumbers(values, integers)), client, integers);
  return responseResult(text, response, viewOf(operation));
}

const isInteger = (value: Values[string] | undefined) =>
  typeof value === 'string' && /^-?(0|[1-9]\d*)$/.test(value);

function withNumbers(values: Values, names: readonly string[]): Values {
  const numbers = names.map((name) => [name, new RawJson(String(values[name]))]);
  return { ...values, ...Object.fromEntries(numbers) };
}

async function sendFirstThat(
  text: ApiRequest,
  numbers: ApiRequest,
  client: Client,
  names: readonly string[],
): Promise<TextResponse> {
  try {
    return await send(text, client);
  } catch (refusal) {
    if (!refusesArgument(refusal)) throw refusal;
    try {
      return await send(numbers, client);
    } catch (error) {
      // Appwrite 1.5 names the number then, although its first answer named what is wrong.
      const isAboutType =
        refusesArgument(error) && names.some((name) => error.message.includes(`\`${name}\``));
      throw isAboutType ? refusal : error;
    }
  }
}

function refusesArgument(error: unknown): error is HttpError {
  return error instanceof HttpError && error.type === 'general_argument_invalid';
}
