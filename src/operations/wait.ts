/** Waits for work that the server continues after its response. Loaded only for `--wait`. */
import { databases } from '../api/databases.ts';
import { type Operation, operationOf } from '../api/schema.ts';
import type { Context } from '../context.ts';
import type { Services } from '../core/services.ts';
import { type CommandResult, jsonTextResult } from '../core/spec.ts';
import { CliError, ExitCode } from '../errors.ts';
import type { ApiRequest } from '../http/types.ts';
import type { Progress } from '../output/progress.ts';
import { buildRequest, type Values } from './request.ts';
import { send, viewOf } from './send.ts';

export interface PollOptions {
  /** The response that started the work, as JSON. */
  readonly first: string;
  /** Requests the current state, as JSON. */
  readonly look: () => Promise<string>;
  /** True if a state is final. */
  readonly hasEnded: (text: string) => boolean;
  readonly firstPauseMs: number;
  readonly maxPauseMs: number;
  /** Time at which to give up, in ms since the Unix epoch. */
  readonly deadline: number;
  /** Makes the error to throw at the deadline. */
  readonly tooLate: () => CliError;
}

/**
 * Polls until the work has ended. Each pause is half as long again as the one before.
 * @returns the final state, as JSON
 */
export async function pollUntilEnded(options: PollOptions, { now, sleep }: Context): Promise<string> {
  const { look, hasEnded, firstPauseMs, maxPauseMs, deadline } = options;
  let text = options.first;
  for (let pauseMs = firstPauseMs; !hasEnded(text); pauseMs = Math.min(maxPauseMs, pauseMs * 1.5)) {
    const leftMs = deadline - now();
    if (leftMs <= 0) throw options.tooLate();
    await sleep(Math.min(pauseMs, leftMs));
    text = await look();
  }
  return text;
}

export interface FollowOptions extends Omit<PollOptions, 'look'> {
  /** Label of the progress that is shown meanwhile. */
  readonly label: string;
  /** Requests the current state, as JSON; it may describe the progress. */
  readonly look: (progress: Progress) => Promise<string>;
  /** Makes the error to throw after Ctrl-C, by default the error that Ctrl-C caused. */
  readonly interrupted?: (cause: unknown) => CliError;
}

/**
 * Polls until the work has ended, and shows progress meanwhile.
 * @returns the final state, as JSON
 */
export async function followUntilEnded(
  { label, look, interrupted, ...poll }: FollowOptions,
  { context, output }: Services,
): Promise<string> {
  const progress = output.progress({ label });
  try {
    return await pollUntilEnded({ ...poll, look: () => look(progress) }, context);
  } catch (error) {
    throw interrupted && context.signal.aborted ? interrupted(error) : error;
  } finally {
    progress.stop();
  }
}

/** An attribute or an index that the server may still be creating. */
interface PendingResource {
  readonly key: string;
  /** `processing`, `available`, or the way in which it failed. */
  readonly status: string;
  /** Reason of a failure. */
  readonly error?: string;
}

/**
 * Creates an attribute or an index and waits until it is available.
 * @param request creates it
 * @returns its final state
 * @throws CliError exit 1 if it fails or takes longer than `timeoutMs`
 */
export async function sendAndWait(
  operation: Operation,
  request: ApiRequest,
  values: Values,
  timeoutMs: number,
  services: Services,
): Promise<CommandResult> {
  const client = await services.clientFor(operation.sentWith);
  const noun = operation.command === 'create-index' ? 'index' : 'attribute';
  const get = operationOf(databases, `get-${noun}`);
  const deadline = services.context.now() + timeoutMs;
  const { text: first } = await send(request, client);
  const { key } = read(first);
  const text = await followUntilEnded(
    {
      label: `waiting for the ${noun} ${key}`,
      first,
      look: async () => (await client.text(buildRequest(get, { ...values, key }))).text,
      hasEnded: (state) => read(state).status !== 'processing',
      firstPauseMs: 100,
      maxPauseMs: 2000,
      deadline,
      tooLate: () => tooLate(noun, key, timeoutMs, values),
    },
    services,
  );
  const { status, error } = read(text);
  if (status !== 'available') throw failed(noun, key, status, error);
  return jsonTextResult(text, viewOf(operation));
}

function read(text: string): PendingResource {
  return JSON.parse(text);
}

function failed(noun: string, key: string, status: string, error = ''): CliError {
  const what = status === 'failed' ? 'could not be made' : `is ${status}`;
  return new CliError(ExitCode.failure, `the ${noun} ${key} ${what}${error && `: ${error}`}`, {
    hint: `remove it with databases delete-${noun} before you try again`,
  });
}

function tooLate(noun: string, key: string, timeoutMs: number, values: Values): CliError {
  const ids = `${values.databaseId} ${values.collectionId} ${key}`;
  return new CliError(
    ExitCode.failure,
    `the ${noun} ${key} is still processing after ${timeoutMs / 1000} s`,
    {
      hint: `look again with appwrite-cli databases get-${noun} ${ids}, or wait longer with --wait-timeout`,
    },
  );
}
