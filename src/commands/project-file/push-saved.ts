/** Applies a saved plan: exactly what it says, unless the project has changed since it was made. */
import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import { reasonOf } from '../../lib/files/fs-error.ts';
import type { NamedEnvironment } from '../../profile/named-environment.ts';
import type { CodeComparison } from '../../project/diff/difference.ts';
import { findProjectFile, type ProjectFiles } from '../../project/file/find.ts';
import { readProject } from '../../project/file/read.ts';
import { lookUp } from '../../project/file/references.ts';
import { compareCode } from '../../project/live/code.ts';
import { countDocuments } from '../../project/live/counts.ts';
import { projectAuth, readLive } from '../../project/live/read.ts';
import { kindNamed } from '../../project/model/kinds.ts';
import type { Selection } from '../../project/model/selection.ts';
import { valueJson } from '../../project/model/value.ts';
import type { Plan } from '../../project/plan/plan.ts';
import { readPlan } from '../../project/plan/read.ts';
import { type PlanState, questionsOfPlan, type Staleness, stateOfPlan } from '../../project/plan/stale.ts';
import { applyReporting, referencesOf } from '../../project/push/apply-reporting.ts';
import { isProtected, requireConsent, requireUnblocked } from '../../project/push/consent.ts';
import { showPlan } from '../../project/push/progress.ts';
import type { PushTarget } from '../../project/push/target.ts';
import { type PushValues, readApplySettings } from './apply-flags.ts';
import { showRequests } from './push-dry-run.ts';
import { isComplete, pushOutcome } from './push-outcome.ts';

const maxPlanBytes = 64 * 1024 * 1024;

/**
 * @param path of the plan
 * @throws CliError exit 2 for a file that is no plan, or a plan for another project; exit 3 for one for another server;
 *   exit 9, before anything is sent, if the project or the code has changed since it was made
 */
export async function pushSavedPlan(
  path: string,
  values: PushValues,
  services: Services,
): Promise<CommandResult> {
  refuseFlags(values);
  const settings = readApplySettings(values);
  const { context } = services;
  const plan = readPlan(textOf(resolve(context.cwd, path), path));
  const files = findProjectFile(context, { config: values.config });
  const target = await targetOf(plan, basename(path), files, services);
  requireSameFile(plan, files, services);
  const before = await stateNow(plan, target);
  if (before.stale.length > 0) throw stale(before.stale);
  const rest = without(plan, before.done);
  await showPlan(rest, services);
  requireUnblocked(rest);
  if (services.globals.dryRun) return showRequests(rest, await readTouched(plan, target), target);
  if (rest.actions.length > 0)
    await requireConsent(rest, isProtected(plan.target, files?.settings), values.confirm, target);
  const readServer = () => readTouched(plan, target);
  const result = await applyReporting(rest, target, settings, readServer);
  const facts = { subject: 'plan', notes: plan.notes } as const;
  if (!isComplete(result)) return pushOutcome(result, undefined, facts);
  const after = rest.actions.length === 0 ? before : await stateNow(plan, target);
  const remaining = settings.waits ? without(plan, after.done).actions : [];
  return pushOutcome(result, { remaining, unusable: [] }, facts);
}

/** A plan is applied as it is. @throws CliError exit 2 for a flag that would change it */
function refuseFlags({ only, except, prune, allowDataLoss, rename, code, env }: PushValues): void {
  const given = { only, except, prune, 'allow-data-loss': allowDataLoss, rename, code, env };
  const [first] = Object.entries(given).filter(([, value]) => value !== undefined);
  if (first)
    throw usageError(
      `--${first[0]} has no effect on a saved plan, which is applied as it is`,
      'make the plan with it: appwrite-cli plan',
    );
}

function textOf(absolute: string, path: string): string {
  try {
    if (statSync(absolute).size > maxPlanBytes) throw usageError(`${path} is too large for a plan`);
    return readFileSync(absolute, 'utf8');
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw usageError(`the plan ${path} can't be read: ${reasonOf(error)}`);
  }
}

/**
 * The plan names its project as a flag would. Its server is only the word of a file: something else has to confirm it
 * before a credential is sent there.
 */
async function targetOf(
  { target: { projectId, endpoint, environment, apiVersion } }: Plan,
  name: string,
  files: ProjectFiles | undefined,
  services: Services,
): Promise<PushTarget> {
  const { version } = services.apiVersion;
  if (version !== apiVersion)
    throw usageError(
      `the plan was made for Appwrite ${apiVersion}, and this command uses the API of ${version}`,
      `add --api-version ${apiVersion}`,
    );
  const described = environment === undefined ? undefined : files?.settings.environments.get(environment);
  const named: NamedEnvironment = {
    name: environment ?? name,
    projectId,
    endpoint,
    profile: described?.profile,
    origin: name,
  };
  const connection = { environment: named, projectFile: undefined };
  const resolved = (await services.resolve(projectAuth, connection)).connection;
  if (resolved.endpoint !== endpoint)
    throw new CliError(
      ExitCode.auth,
      `the plan is for ${endpoint}, and the credential is for ${resolved.endpoint}`,
      {
        hint: `set APPWRITE_ENDPOINT=${endpoint} and a key of that server`,
      },
    );
  return { services, connection, folder: files?.folder ?? services.context.cwd };
}

/** Secrets that stand in the project file itself are taken from there. @throws CliError exit 9 for another file */
function requireSameFile(plan: Plan, files: ProjectFiles | undefined, { context }: Services): void {
  if (!referencesOf(plan).some(({ from }) => from === 'project file')) return;
  const sha256 = files && readProject(files, { resolveSecrets: false, env: context.env }).sha256;
  if (sha256 === plan.file.sha256) return;
  throw new CliError(
    ExitCode.differs,
    `nothing was sent: the plan takes secrets from ${plan.file.path}, which ${files ? 'has changed since' : 'is missing'}`,
    { hint: 'make the plan again: appwrite-cli plan' },
  );
}

async function stateNow(plan: Plan, target: PushTarget): Promise<PlanState> {
  const { services, connection, folder } = target;
  const client = await services.clientFor(projectAuth, connection);
  const live = await readTouched(plan, target);
  const code = new Map<string, CodeComparison>();
  for (const { functionId, folder: below, ignore } of deploymentsOf(plan)) {
    const local = { functionId, folder: resolve(folder, below), ignore };
    code.set(functionId, await compareCode(local, live.code.get(functionId), client));
  }
  const counts = await countDocuments(client, questionsOfPlan(plan));
  const secrets = { folder, env: services.context.env };
  const state = stateOfPlan(plan, {
    live,
    code,
    counts,
    secretOf(reference) {
      const found = lookUp(reference, secrets);
      return 'value' in found ? found.value : undefined;
    },
  });
  for (const { functionId, folder: below, contentSha256 } of deploymentsOf(plan))
    if (code.get(functionId)?.contentSha256 !== contentSha256)
      throw new CliError(
        ExitCode.differs,
        `the plan is stale, and nothing was sent: function ${functionId}: the files in ${below} have changed since the plan was made`,
        { hint: 'make the plan again: appwrite-cli plan' },
      );
  return state;
}

const deploymentsOf = ({ actions }: Plan) =>
  actions.flatMap(({ steps }) => steps.flatMap((step) => (step.step === 'deploy' ? step.deployment : [])));

/** Reads the kinds that the plan is about. @throws CliError exit 3 if the credential can't */
async function readTouched(plan: Plan, { services, connection }: PushTarget) {
  const kinds = plan.actions.map(({ resource }) => kindNamed(resource.kind).selector);
  const selectors = [...new Set(kinds)];
  const deployed = new Set(
    plan.actions.map(({ resource: { kind, path } }) => (kind === 'code' ? path[0] : undefined)),
  );
  const select: Selection = { only: selectors.map((selector) => ({ selector, path: [] })), except: [] };
  const live = await readLive(services, { select, connection, readsCode: (id) => deployed.has(id) });
  const missing = selectors.find((selector) => live.notCompared.has(selector));
  if (missing === undefined) return live;
  throw new CliError(ExitCode.auth, `the plan covers ${missing}, which this credential can't read`, {
    hint: 'use a credential like the one that the plan was made with',
  });
}

function without(plan: Plan, done: ReadonlySet<string>): Plan {
  const actions = plan.actions.filter(({ id }) => !done.has(id));
  return {
    ...plan,
    actions: actions.map((action) => ({ ...action, after: action.after.filter((id) => !done.has(id)) })),
  };
}

function stale(found: readonly Staleness[]): CliError {
  const reasons = found.map(({ key, field, was, is }) => {
    if (field === undefined) return is === undefined ? `${key} was deleted` : `${key} was created`;
    const text = (value: typeof was) => (value === undefined ? 'nothing' : valueJson(value));
    return `${key}: ${field} was ${text(was)}, is ${text(is)}`;
  });
  return new CliError(ExitCode.differs, `the plan is stale, and nothing was sent: ${reasons.join('; ')}`, {
    hint: 'make the plan again: appwrite-cli plan',
  });
}
