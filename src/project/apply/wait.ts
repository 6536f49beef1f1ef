/** Waiting for attributes and indexes, which the server creates and deletes later. */
import type { Context } from '../../context.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { append } from '../../lib/append.ts';
import { kindNamed } from '../model/kinds.ts';
import { keyOf, type ResourceKey, type ResourceRef } from '../model/state.ts';
import { type FoundResource, type LookUp, nameOf } from './look-up.ts';

/** An attribute or an index whose creation or deletion has been requested. */
export interface Awaited {
  readonly resource: ResourceRef;
  readonly until: 'available' | 'gone';
  /** Requests the deletion once more, if the server has given it up. Absent: there was none. */
  readonly deleteAgain?: () => Promise<void>;
}

export interface WaitOptions {
  readonly lookUp: LookUp;
  readonly clock: Pick<Context, 'now' | 'sleep'>;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  /** Longest wait without any progress. */
  readonly timeoutMs: number;
  readonly progress: ProgressTime;
  /** Receives the number of resources that are still awaited, after each look. */
  readonly onLook: (resources: number) => void;
}

/**
 * Time of the last progress of anything that is awaited. One worker of the server does all the work in order, so that a
 * wait goes on while any other makes progress.
 */
export interface ProgressTime {
  ms: number;
}

const firstPauseMs = 250;
const maxPauseMs = 2000;
/** Looks that must agree before something that was requested counts as deleted by another client. */
const looksUntilMissing = 3;
const maxDeletions = 2;
/** Looks, over some 12 s, after which what is stuck counts as not deleted: the server shows no sign of trying. */
const looksUntilStuck = 8;

interface Pending extends Awaited {
  seen: string;
  missing: number;
  deletions: number;
  /** Looks that found it stuck since the last request to delete it; the maximum once it was seen being deleted. */
  stuckLooks: number;
}

/**
 * Waits until the server has done what was requested. One request per look reads all of a kind in a collection; pauses
 * double from 250 ms to 2 s.
 * @returns the error of each that the server did not do, by key of the resource: it failed, is stuck, or there was no
 *   progress for too long
 * @throws HttpError if the state can't be read; the reason of Ctrl-C
 */
export async function waitFor(
  awaited: readonly Awaited[],
  { lookUp, clock, signal, timeoutMs, progress, onLook }: WaitOptions,
): Promise<ReadonlyMap<ResourceKey, CliError>> {
  const failures = new Map<ResourceKey, CliError>();
  let pending: Pending[] = awaited.map((each) => ({
    ...each,
    seen: '',
    missing: 0,
    deletions: 1,
    stuckLooks: 0,
  }));
  progress.ms = Math.max(progress.ms, clock.now());
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(maxPauseMs, pauseMs * 2)) {
    const left: Pending[] = [];
    for await (const { each, state } of look(pending, lookUp)) {
      const seen = state?.status ?? 'missing';
      const end = await endOf(each, state);
      if (end !== 'pending' || (seen !== each.seen && each.seen !== '')) progress.ms = clock.now();
      each.seen = seen;
      if (end === 'pending') left.push(each);
      else if (end !== 'done') failures.set(keyOf(each.resource), end);
    }
    pending = left;
    if (pending.length === 0) return failures;
    onLook(pending.length);
    if (clock.now() - progress.ms >= timeoutMs) {
      for (const each of pending) failures.set(keyOf(each.resource), tooLate(each, timeoutMs));
      return failures;
    }
    signal.throwIfAborted();
    await clock.sleep(pauseMs);
  }
}

/** Yields the state of each; undefined for what the server does not have. */
async function* look(
  pending: readonly Pending[],
  lookUp: LookUp,
): AsyncGenerator<{ readonly each: Pending; readonly state: FoundResource | undefined }> {
  for (const group of groups(pending)) {
    const present = await lookUp.siblings(group[0]!.resource);
    for (const each of group) {
      const { kind, path } = each.resource;
      yield { each, state: present.get(nameOf(kindNamed(kind), path)) };
    }
  }
}

/** Groups what one request reads. */
function groups(pending: readonly Pending[]): Iterable<Pending[]> {
  const byContainer = new Map<string, Pending[]>();
  for (const each of pending) {
    const { kind, path } = each.resource;
    const container = keyOf({ kind, path: path.slice(0, -1) });
    append(byContainer, container, each);
  }
  return byContainer.values();
}

async function endOf(
  awaited: Pending,
  state: FoundResource | undefined,
): Promise<'done' | 'pending' | CliError> {
  const { resource, until, deleteAgain } = awaited;
  if (until === 'gone') {
    if (state === undefined) return 'done';
    if (state.status === 'deleting') awaited.stuckLooks = looksUntilStuck;
    // Only what is available shows that it is being deleted; the rest stays as it is until it is gone.
    if (state.status === 'deleting' || state.status === 'processing' || state.status === 'failed')
      return 'pending';
    if (deleteAgain === undefined || (state.status === 'stuck' && ++awaited.stuckLooks < looksUntilStuck))
      return 'pending';
    if (awaited.deletions++ < maxDeletions) {
      await deleteAgain();
      awaited.stuckLooks = 0;
      return 'pending';
    }
    return unfinished(resource, `can't be deleted: it is ${state.status} after another attempt`, state.error);
  }
  if (state === undefined)
    return ++awaited.missing < looksUntilMissing
      ? 'pending'
      : unfinished(resource, 'was deleted by another client', '');
  awaited.missing = 0;
  switch (state.status) {
    case 'available':
      return 'done';
    case 'failed':
      return unfinished(resource, 'could not be created', state.error);
    case 'stuck':
      return unfinished(resource, 'is stuck: its deletion failed', state.error);
    default:
      return 'pending';
  }
}

function unfinished(resource: ResourceRef, problem: string, error: string): CliError {
  return new CliError(ExitCode.failure, `${keyOf(resource)} ${problem}${error === '' ? '' : `: ${error}`}`, {
    hint: problem.startsWith('could not') ? 'the next push deletes it and creates it again' : queueHint,
  });
}

const queueHint =
  'appwrite-cli health get-queue-databases shows how much work the server has left; its databases worker may not be running';

function tooLate({ resource, until, seen }: Pending, timeoutMs: number): CliError {
  const goal = until === 'gone' ? 'deleted' : 'available';
  return new CliError(
    ExitCode.failure,
    `${keyOf(resource)} is not ${goal}: it is ${seen}, and there was no progress for ${timeoutMs / 1000} s`,
    { hint: queueHint },
  );
}
