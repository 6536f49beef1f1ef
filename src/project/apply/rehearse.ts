/** Applies a plan to a copy of the project's schema first, to find out what the server would refuse. */
import type { Context } from '../../context.ts';
import type { CliError } from '../../errors.ts';
import type { Client } from '../../http/types.ts';
import { compare } from '../diff/compare.ts';
import type { KindName } from '../model/kind.ts';
import { everything } from '../model/selection.ts';
import type { DesiredProject, DesiredResource, LiveProject, LiveResource } from '../model/state.ts';
import { buildPlan } from '../plan/build.ts';
import type { PlanOptions } from '../plan/draft.ts';
import { draft } from '../plan/drafter.ts';
import type { Action, Plan } from '../plan/plan.ts';
import { applyPlan } from './apply.ts';
import type { Deployer, FailedAction } from './types.ts';

/** An empty project of a server without other clients. */
export interface Stage {
  readonly client: Client;
  readonly projectId: string;
  readonly clock: Pick<Context, 'now' | 'sleep'>;
  readonly signal: AbortSignal;
}

export interface Rehearsal {
  /** Actions of the plan that the server refuses. */
  readonly refused: readonly FailedAction[];
  /** Parts of the project that could not be copied, so that the rehearsal is not complete. One line each. */
  readonly notes: readonly string[];
}

/** Kinds without secrets and without code. */
const rehearsed: ReadonlySet<KindName> = new Set([
  'database',
  'collection',
  'attribute',
  'index',
  'bucket',
  'team',
  'topic',
  'function',
]);

/** @throws CliError if the stage can't be reached, or on Ctrl-C */
export async function rehearse(plan: Plan, live: LiveProject, stage: Stage): Promise<Rehearsal> {
  const copy = await perform(copyPlan(plan, live), stage);
  const notCopied = new Set(copy.map(({ action }) => action.id));
  const refused = await perform(plan, stage);
  return {
    refused,
    notes: [...notCopied].map((id) => `rehearsed only in part: the copy of the project could not ${id}`),
  };
}

/** Applies what of a plan can be rehearsed to the stage. */
async function perform(
  plan: Plan,
  { client, clock, signal, projectId }: Stage,
): Promise<readonly FailedAction[]> {
  const { failed, stoppedBy } = await applyPlan(onStage(plan, projectId), {
    clientFor: async () => client,
    clock,
    signal,
    waitTimeoutMs: 60_000,
    concurrency: 4,
    resolveSecret: unused,
    readServer: unused,
    deployer: noDeployer,
    report: () => {},
  });
  if (stoppedBy !== undefined) throw stoppedBy;
  return failed;
}

/** Returns what of a plan can be rehearsed, for another project. */
function onStage(plan: Plan, projectId: string): Plan {
  const kept = plan.actions.filter(({ resource, blockedBy }) => rehearsed.has(resource.kind) && !blockedBy);
  const ids = new Set(kept.map(({ id }) => id));
  const actions = kept.map(
    (action): Action => ({ ...action, after: action.after.filter((id) => ids.has(id)) }),
  );
  return { ...plan, target: { ...plan.target, projectId }, actions };
}

/** Returns the plan that makes the schema of a project in an empty one. */
function copyPlan({ target, file, cli }: Plan, live: LiveProject): Plan {
  const desired = asDesired(live);
  const empty: LiveProject = {
    ...live,
    resources: new Map(),
    code: new Map(),
    notCompared: new Map(),
    notComparedKinds: new Map(),
    notes: [],
  };
  const comparison = compare(desired, empty, new Map(), { select: everything, ignore: [], renames: [] });
  const options: PlanOptions = {
    target,
    desired,
    live: empty,
    file,
    prune: 'none',
    allowDataLoss: 'none',
    protect: [],
    leftOut: [],
    code: 'never',
    folderOf: () => '',
    cli,
    now: new Date(0),
  };
  return buildPlan(draft(comparison, options), new Map(), options);
}

const place = { source: { path: '', text: '' }, offset: 0 };

function asDesired({ projectId, resources }: LiveProject): DesiredProject {
  const copied = [...resources].filter(([, { kind, status }]) => rehearsed.has(kind) && status !== 'failed');
  return {
    projectId,
    resources: new Map(copied.map(([key, resource]) => [key, asDesiredResource(resource)])),
    code: new Map(),
    listed: new Set(),
    notes: [],
  };
}

const asDesiredResource = ({ kind, path, variant, isChildSide, fields }: LiveResource): DesiredResource => ({
  kind,
  path,
  variant,
  isChildSide,
  fields: new Map([...fields].map(([name, value]) => [name, { value, place }])),
  place,
  lists: new Set(),
});

/** Kinds with secrets and code are not rehearsed. */
const unused = (): never => {
  throw new Error('a rehearsal has no secrets');
};

const noDeployer: Deployer = { deploy: unused, rebuild: unused };

/** Returns a refusal in one line. */
export const refusalLine = ({ action, error }: { readonly action: Action; readonly error: CliError }) =>
  `${action.id}: ${error.message}`;
