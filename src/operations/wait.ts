/** Waits for work that the server continues after its response. Loaded only for `--wait`. */
import { itemsOf } from '../api/models.ts';
import type { Operation } from '../api/schema.ts';
import { isAtLeast } from '../api/versions.ts';
import type { Context } from '../context.ts';
import type { Services } from '../core/services.ts';
import { type CommandResult, jsonTextResult } from '../core/spec.ts';
import { CliError, ExitCode } from '../errors.ts';
import type { ApiRequest, Client } from '../http/types.ts';
import { encodeJson } from '../lib/json/raw.ts';
import { items, members } from '../lib/json/slices.ts';
import type { Progress } from '../output/progress.ts';
import { buildRequest, type Values } from './request.ts';
import { send, viewOf } from './send.ts';
import { type Readers, readersOf } from './siblings.ts';

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
async function pollUntilEnded(options: PollOptions, { now, sleep }: Context): Promise<string> {
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
  const readers = await readersOf(operation);
  const pending = { group: operation.group, noun: readers.get.command.slice('get-'.length) };
  const deadline = services.context.now() + timeoutMs;
  const { text: first } = await send(request, client);
  const { key } = read(first);
  const named = { ...pending, key };
  const text = await followUntilEnded(
    {
      label: `waiting for the ${pending.noun} ${key}`,
      first,
      look: () => currentState(readers, { ...values, key }, named, client),
      hasEnded: (state) => read(state).status !== 'processing',
      firstPauseMs: 100,
      maxPauseMs: 2000,
      deadline,
      tooLate: () => tooLate(named, timeoutMs, idsOf(readers.get, values)),
    },
    services,
  );
  const { status, error } = read(text);
  if (status !== 'available') throw failed(named, status, error);
  return jsonTextResult(text, viewOf(operation));
}

/** The name of what is waited for. */
interface Named {
  readonly group: string;
  readonly noun: string;
  readonly key: string;
}

/**
 * Reads the current state. From 1.8 on it is read from the list: a single index may read `processing` for good there,
 * since the server answers from a cache.
 */
async function currentState(
  { list, get }: Readers,
  values: Values & { readonly key: string },
  { noun, key }: Named,
  client: Client,
): Promise<string> {
  if (!isAtLeast(get.apiVersion, '1.8')) return (await client.text(buildRequest(get, values))).text;
  const queries = [encodeJson({ method: 'equal', attribute: 'key', values: [key] })];
  const { text } = await client.text(buildRequest(list, { ...values, queries }));
  const member = itemsOf(list.response, list.apiVersion)!.member;
  const state = [...items(members(text).get(member)!)].find((item) => read(item).key === key);
  if (state === undefined) throw new CliError(ExitCode.failure, `the ${noun} ${key} is gone`);
  return state;
}

/** The IDs of the line, in the order of the path. */
function idsOf(get: Operation, values: Values): string {
  const ids = get.params.filter(({ in: place, name }) => place === 'path' && name !== 'key');
  return ids.map(({ name }) => values[name]).join(' ');
}

function read(text: string): PendingResource {
  return JSON.parse(text);
}

function failed({ group, noun, key }: Named, status: string, error = ''): CliError {
  const what = status === 'failed' ? 'could not be created' : `is ${status}`;
  return new CliError(ExitCode.failure, `the ${noun} ${key} ${what}${error && `: ${error}`}`, {
    hint: `remove it with ${group} delete-${noun} before you try again`,
  });
}

function tooLate({ group, noun, key }: Named, timeoutMs: number, ids: string): CliError {
  return new CliError(
    ExitCode.failure,
    `the ${noun} ${key} is still processing after ${timeoutMs / 1000} s`,
    {
      hint: `check again with appwrite-cli ${group} get-${noun} ${ids} ${key}, or wait longer with --wait-timeout`,
    },
  );
}
