import type { Call } from '../../core/call.ts';
import { ApiError, serverError } from '../../core/errors.ts';
import type { Collection, Entity } from '../../core/store/collection.ts';
import type { Scope } from '../../core/store/store.ts';
import { timestamp } from '../../core/time.ts';
import { copyAccounts } from './accounts.ts';
import type { Kind, Outcome } from './copying.ts';
import { copyDatabases } from './databases.ts';
import { copyFunctions, copyStorage } from './files.ts';
import { type Credentials, count, openSource, reported } from './source.ts';

/** Numbers of resources of a kind, by what became of them. */
type Counters = Readonly<Record<'pending' | 'success' | 'error' | 'skip' | 'processing' | 'warning', number>>;

/** A copy of another project into this one. */
export interface Migration extends Entity {
  readonly status: 'pending' | 'processing' | 'completed' | 'failed';
  readonly stage: 'init' | 'source-check' | 'migrating' | 'finished';
  readonly credentials: Credentials;
  readonly resources: readonly Kind[];
  readonly statusCounters: Readonly<Partial<Record<Kind, Counters>>>;
  readonly errors: readonly string[];
}

export const migrations = (store: Scope): Collection<Migration> => store.collection('migrations');

/** Members of a migration that has not begun. */
export const notBegun = { status: 'pending', stage: 'init', statusCounters: {}, errors: [] } as const;

const noCounts: Counters = { pending: 0, success: 0, error: 0, skip: 0, processing: 0, warning: 0 };
/** Number of resources that are copied without a pause for requests. */
const batchSize = 200;
/** Further errors are counted only. */
const maxErrors = 100;

/** Copies in the background, and notes the progress in the migration. It ends early if the migration is deleted. */
export function start(call: Call, id: string): void {
  const { kernel } = call;
  kernel.schedule(kernel.asyncDelayMs, () => {
    if (!change(call, id, { status: 'processing', stage: 'source-check' })) return;
    kernel.schedule(kernel.asyncDelayMs, () => begin(call, id));
  });
}

function begin(call: Call, id: string): void {
  const migration = migrations(call.store).get(id);
  if (!migration) return;
  const { credentials, resources } = migration;
  try {
    const source = openSource(call, credentials, [...reported, ...resources]);
    const counts = count(source);
    const pending = resources.flatMap((kind) =>
      counts[kind] === 0 ? [] : [[kind, { ...noCounts, pending: counts[kind] }] as const],
    );
    change(call, id, { stage: 'migrating', statusCounters: Object.fromEntries(pending) });
    proceed(call, id, copyAll(call, source, new Set(resources)));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    change(call, id, { status: 'failed', stage: 'finished', errors: [`Source Error: ${error.message}`] });
  }
}

function* copyAll(call: Call, source: Scope, kinds: ReadonlySet<Kind>): Generator<Outcome> {
  yield* copyAccounts(call, source, kinds);
  yield* copyDatabases(call, source, kinds);
  yield* copyStorage(call, source, kinds);
  yield* copyFunctions(call, source, kinds);
}

/** Copies batch after batch. */
function proceed(call: Call, id: string, outcomes: Generator<Outcome>): void {
  call.kernel.schedule(0, () => {
    const migration = migrations(call.store).get(id);
    if (!migration) return;
    const batch = nextBatch(call, id, outcomes);
    const errors = [...migration.errors, ...batch.flatMap(problemLine)].slice(0, maxErrors);
    const statusCounters = batch.reduce(counted, migration.statusCounters);
    if (batch.length === batchSize) {
      change(call, id, { statusCounters, errors });
      proceed(call, id, outcomes);
      return;
    }
    const status = errors.length === 0 ? 'completed' : 'failed';
    change(call, id, { status, stage: 'finished', statusCounters: settled(statusCounters), errors });
  });
}

/** Copies some resources. An unexpected error, such as a full disk, ends the migration. */
function nextBatch(call: Call, id: string, outcomes: Generator<Outcome>): Outcome[] {
  try {
    return Array.from({ length: batchSize }, () => outcomes.next()).flatMap(({ done, value }) =>
      done ? [] : [value],
    );
  } catch (error) {
    change(call, id, { status: 'failed', stage: 'finished', errors: [serverError().message] });
    throw error;
  }
}

const problemLine = ({ kind, id, problem }: Outcome): string[] =>
  problem === '' ? [] : [`${kind} ${id}: ${problem}`];

function counted(
  counters: Migration['statusCounters'],
  { kind, status }: Outcome,
): Migration['statusCounters'] {
  const { [kind]: old = noCounts } = counters;
  const pending = Math.max(0, old.pending - 1);
  return { ...counters, [kind]: { ...old, pending, [status]: old[status] + 1 } };
}

/** Resources that were left out, because the kind that they are in was, are no longer pending. */
const settled = (counters: Migration['statusCounters']): Migration['statusCounters'] =>
  Object.fromEntries(
    Object.entries(counters).flatMap(([kind, { pending: _, ...rest }]) => {
      const done = { ...noCounts, ...rest };
      return Object.values(done).some((number) => number > 0) ? [[kind, done]] : [];
    }),
  );

/** Returns undefined if the migration was deleted meanwhile. */
function change(call: Call, id: string, changes: Partial<Migration>): Migration | undefined {
  const migration = migrations(call.store).get(id);
  return migration && migrations(call.store).put(call.touch(migration, changes));
}

/**
 * Ends the migrations that the last run of the sandbox left unfinished.
 * @param now milliseconds since the Unix epoch
 */
export function abandon(store: Scope, now: number): void {
  const all = migrations(store);
  for (const migration of all.filter(({ status }) => status === 'pending' || status === 'processing')) {
    const errors = ['The sandbox was stopped before the migration ended.'];
    all.put({ ...migration, status: 'failed', stage: 'finished', errors, $updatedAt: timestamp(now) });
  }
}
