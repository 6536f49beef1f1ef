/**
 * Sends the requests of a plan, so that each has its effect once, even if its answer is lost or another push does the same.
 */
import type { Operation } from '../../api/schema.ts';
import type { Context } from '../../context.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import type { Client } from '../../http/types.ts';
import { kindNamed } from '../model/kinds.ts';
import { keyOf, type ResourceRef } from '../model/state.ts';
import { differences } from './adopt.ts';
import type { LookUp } from './look-up.ts';
import type { ReadyRequest } from './requests.ts';
import type { Awaited } from './wait.ts';

export interface SendOptions {
  readonly client: Client;
  readonly lookUp: LookUp;
  readonly clock: Pick<Context, 'now' | 'sleep'>;
  /** Waits for attributes or indexes. @throws CliError if the server does not get there */
  readonly settle: (awaited: readonly Awaited[]) => Promise<void>;
  /** True if this plan has deleted a resource with the same key before. */
  readonly wasDeleted: boolean;
}

/** done: the request has had its effect · found: the resource was there already, as wanted. */
export type SendOutcome = 'done' | 'found';

/** A create is sent again only if the server does not have the resource. */
const maxCreations = 4;
/** The server refuses a key for a while after its attribute or index has gone. */
const keyReleaseMs = 30_000;
const firstPauseMs = 250;
const maxPauseMs = 2000;

/**
 * Sends one request of an action.
 * @throws CliError if it is refused, or its outcome can't be found out
 */
export async function sendRequest(
  ready: ReadyRequest,
  resource: ResourceRef,
  options: SendOptions,
): Promise<SendOutcome> {
  const { operation, request } = ready;
  if (operation.method === 'POST') return create(ready, resource, options);
  try {
    await whenAvailable(resource, options, () => options.client.text(request));
    return 'done';
  } catch (error) {
    const isGone = error instanceof HttpError && error.status === 404 && error.type !== 'project_not_found';
    if (operation.method !== 'DELETE' || !isGone) throw error;
    return 'found';
  }
}

async function create(
  ready: ReadyRequest,
  resource: ResourceRef,
  options: SendOptions,
): Promise<SendOutcome> {
  const { client, clock, wasDeleted } = options;
  const releaseBy = clock.now() + keyReleaseMs;
  let pauseMs = firstPauseMs;
  for (let count = 1; ; count++) {
    try {
      await whenAvailable(resource, options, () => client.text(ready.request));
      return 'done';
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      const isTaken = error.status === 409;
      if (!isTaken && error.outcome !== 'unknown') throw error;
      const state = await stateAfter(error, ready, resource, options);
      if (state === 'found') return isTaken && !error.mayHaveWorked ? 'found' : 'done';
      const isReleased = state === 'released' && clock.now() < releaseBy;
      const isAbsent =
        state === 'absent' && (isTaken ? wasDeleted && clock.now() < releaseBy : count < maxCreations);
      if (!isReleased && !isAbsent) throw error;
      await clock.sleep(pauseMs);
      pauseMs = Math.min(maxPauseMs, pauseMs * 2);
    }
  }
}

/**
 * Finds out what the server has after a create without a success. released: the key was being deleted, and is free now.
 * @throws CliError exit 5 if it has something else under the same key
 */
async function stateAfter(
  error: HttpError,
  { operation, params }: ReadyRequest,
  resource: ResourceRef,
  { lookUp, settle }: SendOptions,
): Promise<'found' | 'absent' | 'released'> {
  const found = await lookUp.find(resource);
  if (found === undefined) return 'absent';
  if (found.status === 'deleting') {
    await settle([{ resource, until: 'gone' }]);
    return 'released';
  }
  const differing = differences(resource, variantOf(operation, resource), params, found);
  if (differing.length === 0) return 'found';
  throw new CliError(
    ExitCode.rejected,
    `${keyOf(resource)} exists, but differs from the plan: ${differing.join('; ')}`,
    { hint: 'another client created it in the meantime; push again for a new plan', cause: error },
  );
}

/** Returns the variant that an operation creates. */
function variantOf({ command }: Operation, { kind }: ResourceRef): string | undefined {
  const { variants, operations } = kindNamed(kind);
  return Object.keys(variants).find(
    (name) => operations.create?.command.replace('{variant}', variants[name]!.command) === command,
  );
}

/**
 * Sends a request; if an attribute that it needs is not available yet, which an earlier push may have created, waits for
 * the attributes of the collection and sends it again.
 */
async function whenAvailable<Value>(
  resource: ResourceRef,
  { lookUp, settle }: SendOptions,
  send: () => Promise<Value>,
): Promise<Value> {
  try {
    return await send();
  } catch (error) {
    const isEarly = error instanceof HttpError && /^(attribute|column)_not_available$/.test(error.type ?? '');
    if (!isEarly) throw error;
    const siblings = await lookUp.siblings({ kind: 'attribute', path: resource.path });
    const unfinished = [...siblings].filter(([, { status }]) => status === 'processing');
    if (unfinished.length === 0) throw error;
    const container = resource.path.slice(0, -1);
    await settle(
      unfinished.map(([key]) => ({
        resource: { kind: 'attribute', path: [...container, key] },
        until: 'available',
      })),
    );
    return send();
  }
}
