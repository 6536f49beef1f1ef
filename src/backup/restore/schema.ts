/** The part of a restore that the project engine does: databases, buckets, teams, topics, functions with their code. */
import { join } from 'node:path';
import type { Services } from '../../core/services.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { buildRequest } from '../../operations/request.ts';
import { readLive } from '../../project/live/read.ts';
import type { KindName } from '../../project/model/kind.ts';
import { everything, isSelected, type Selection } from '../../project/model/selection.ts';
import { keyOf } from '../../project/model/state.ts';
import { type ApplySettings, applyReporting, waitForPending } from '../../project/push/apply-reporting.ts';
import { type MadePlan, makePlan, type PlanRequest } from '../../project/push/make-plan.ts';
import type { PushTarget } from '../../project/push/target.ts';
import type { Part } from '../parts.ts';
import type { Snapshot } from '../snapshot.ts';
import type { RestoreTarget } from './target.ts';
import type { Wording } from './wording.ts';

/** Kinds that items are in. */
const holders: readonly KindName[] = ['database', 'collection', 'attribute', 'bucket', 'team', 'topic'];

const settings: ApplySettings = { waitTimeoutMs: 120_000, concurrency: 4, waits: true };

/** Changes that a restore made to the schema, and those that it could not make. */
export interface SchemaOutcome {
  readonly done: readonly string[];
  readonly problems: readonly { readonly id: string; readonly reason: string }[];
}

export const nothingDone: SchemaOutcome = { done: [], problems: [] };

/**
 * Returns the selection with the databases that selected collections are in, if the target does not have them. A database
 * that is there stays as it is.
 */
export async function withMissingDatabases(
  select: Selection,
  parts: readonly Part[],
  { client, operation }: Pick<RestoreTarget, 'client' | 'operation'>,
): Promise<Selection> {
  if (select.only === undefined) return select;
  const ids = new Set(parts.flatMap((part) => (part.kind === 'documents' ? part.databaseId : [])));
  const get = operation('databases', 'get');
  const only = [...select.only];
  for (const databaseId of ids) {
    const database = { kind: 'database', path: [databaseId] } as const;
    if (isSelected(select, database)) continue;
    try {
      await client.text(buildRequest(get, { databaseId }));
    } catch (error) {
      if (!(error instanceof CliError) || error.status !== 404) throw error;
      only.push({ selector: 'databases', path: [databaseId] });
    }
  }
  return { ...select, only };
}

/**
 * Plans the schema. The connection is that of the line: the project file of the snapshot names where it comes from.
 * @returns undefined if the line selects nothing of it
 * @throws CliError exit 2 if the schema of the target would have to lose something
 */
export async function planSchema(
  { projectFolder }: Pick<Snapshot, 'projectFolder'>,
  select: Selection,
  { source, adviceOnSchema }: Pick<Wording, 'source' | 'adviceOnSchema'>,
  services: Services,
): Promise<MadePlan | undefined> {
  if (select.only?.length === 0) return undefined;
  const made = await makePlan(services, requestFor(projectFolder, select, 'changed'));
  const lossy = made.plan.actions.filter(({ blockedBy }) => blockedBy !== undefined);
  if (lossy.length === 0) return made;
  const reasons = lossy.map(({ op, resource, remarks }) =>
    [`${op} ${keyOf(resource)}`, ...remarks].join(': '),
  );
  throw usageError(
    `nothing was sent: the schema of the project is another than that of ${source}, and making it the same would lose something: ${reasons.join('; ')}`,
    adviceOnSchema(projectFolder),
  );
}

const requestFor = (
  projectFolder: string,
  select: PlanRequest['select'],
  code: PlanRequest['flags']['code'],
): PlanRequest => ({
  file: { config: join(projectFolder, 'appwrite.json') },
  select,
  flags: { prune: 'none', allowDataLoss: 'none', renames: [], code, readsEnvFiles: false },
  connection: {},
});

/**
 * Applies the plan, waits for attributes and indexes, and reads the project again.
 * @throws CliError what stopped it, or if what holds the items could not be created: then no item is sent
 */
export async function applySchema(
  made: MadePlan,
  { projectFolder }: Pick<Snapshot, 'projectFolder'>,
  select: Selection,
  services: Services,
): Promise<SchemaOutcome> {
  const target: PushTarget = { services, connection: {}, folder: made.files.folder };
  const { plan } = made;
  const readServer = () => readLive(services, { select: everything, connection: {} });
  const result = await applyReporting(plan, target, settings, readServer);
  if (result.stoppedBy !== undefined) throw result.stoppedBy;
  const failed = result.failed.map(({ action, error }) => ({ id: action.id, reason: error.message }));
  const open = result.open.map(({ id }) => ({ id, reason: 'what it needs failed' }));
  const blocking = [...result.failed.map(({ action }) => action), ...result.open].find(({ resource }) =>
    holders.includes(resource.kind),
  );
  if (blocking)
    throw new CliError(
      ExitCode.partial,
      `the schema could not be restored, so no item was sent: ${failed.map(({ id, reason }) => `${id}: ${reason}`).join('; ')}`,
    );
  const after =
    plan.actions.length === 0 ? made : await makePlan(services, requestFor(projectFolder, select, 'never'));
  const unusable = await waitForPending(after, target, settings);
  const notSaved =
    after === made || failed.length + open.length > 0
      ? []
      : after.plan.actions.map(({ id }) => ({ id, reason: 'the server did not save every change' }));
  return {
    done: result.done.map(({ id }) => id),
    problems: [
      ...failed,
      ...open,
      ...notSaved,
      ...unusable.map(({ message }) => ({ id: 'schema', reason: message })),
    ],
  };
}
