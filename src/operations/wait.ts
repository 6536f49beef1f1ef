import { databases } from '../api/databases.ts';
import { type Operation, operationOf } from '../api/schema.ts';
import type { Services } from '../core/services.ts';
import { type CommandResult, jsonTextResult } from '../core/spec.ts';
import { CliError, ExitCode } from '../errors.ts';
import type { ApiRequest } from '../http/types.ts';
import { buildRequest, type Values } from './request.ts';
import { send } from './send.ts';
import { viewOf } from './view.ts';

/** Between two looks, in milliseconds; each time half as long again. */
const firstPause = 100;
const maxPauseMs = 2000;

/** An attribute or an index, as far as it tells how it is coming along. */
interface PendingResource {
  readonly key: string;
  /** `processing`, `available`, or what has become of it instead. */
  readonly status: string;
  /** Why it failed. */
  readonly error?: string;
}

/**
 * Creates an attribute or an index and waits until it can be used.
 * @param request creates it
 * @param timeout how long to wait at most, in milliseconds
 * @returns what it is then
 * @throws CliError exit 1 where it fails or takes too long
 */
export async function sendAndWait(
  operation: Operation,
  request: ApiRequest,
  values: Values,
  timeout: number,
  services: Services,
): Promise<CommandResult> {
  const { context, output } = services;
  const client = await services.clientFor(operation.sentWith);
  const noun = operation.command === 'create-index' ? 'index' : 'attribute';
  const look = operationOf(databases, `get-${noun}`);
  const ends = context.now() + timeout;
  let { text } = await send(request, client);
  const { key } = JSON.parse(text) as PendingResource;
  const progress = output.progress({ label: `waiting for the ${noun} ${key}` });
  try {
    for (let pause = firstPause; ; pause = Math.min(maxPauseMs, pause * 1.5)) {
      const { status, error } = JSON.parse(text) as PendingResource;
      if (status === 'available') return jsonTextResult(text, viewOf(operation.response));
      if (status !== 'processing') throw failed(noun, key, status, error);
      if (context.now() >= ends) throw tooLong(noun, key, timeout, values);
      await context.sleep(Math.min(pause, Math.max(0, ends - context.now())));
      ({ text } = await client.text(buildRequest(look, { ...values, key })));
    }
  } finally {
    progress.stop();
  }
}

function failed(noun: string, key: string, status: string, error = ''): CliError {
  const what = status === 'failed' ? 'could not be made' : `is ${status}`;
  return new CliError(ExitCode.failure, `the ${noun} ${key} ${what}${error && `: ${error}`}`, {
    hint: `remove it with databases delete-${noun} before you try again`,
  });
}

function tooLong(noun: string, key: string, timeout: number, values: Values): CliError {
  const place = `${values.databaseId} ${values.collectionId} ${key}`;
  return new CliError(ExitCode.failure, `the ${noun} ${key} is still processing after ${timeout / 1000} s`, {
    hint: `look again with appwrite-cli databases get-${noun} ${place}, or wait longer with --wait-timeout`,
  });
}
