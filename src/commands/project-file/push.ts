import type { FlagValuesOf } from '../../core/flags.ts';
import { isHumanOutput } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import type { OwnSettings } from '../../project/file/settings.ts';
import { readLive } from '../../project/live/read.ts';
import { everything } from '../../project/model/selection.ts';
import type { Plan, PlanTarget } from '../../project/plan/plan.ts';
import { planText } from '../../project/plan/text.ts';
import { askAboutLosses, requireConsent, requireUnblocked } from './consent.ts';
import type { applyFlags, fileFlags, planFlags, selectionFlags } from './flags.ts';
import { type MadePlan, makePlan, type PlanRequest, withConsent } from './make-plan.ts';
import { readPlanFlags } from './plan-flags.ts';
import { applyReporting, type PushTarget, readApplySettings, waitForPending } from './push-apply.ts';
import { showRequests } from './push-dry-run.ts';
import { isComplete, pushOutcome } from './push-outcome.ts';
import { readSelection } from './selection.ts';

export interface PushValues
  extends FlagValuesOf<typeof fileFlags & typeof selectionFlags & typeof planFlags & typeof applyFlags> {
  readonly kinds: readonly string[] | undefined;
}

/**
 * Changes the project so that it is as the file says: plans, shows the plan, asks, applies, and plans again to see that
 * nothing is left.
 * @throws CliError exit 2, and nothing is sent, for a plan that is refused, or without consent
 */
export async function runPush(values: PushValues, services: Services): Promise<CommandResult> {
  const settings = readApplySettings(values);
  const { config, env } = values;
  const request: PlanRequest = {
    file: { config, env },
    select: readSelection(values),
    flags: readPlanFlags(values),
  };
  const made = await planWithConsent(request, services);
  const { plan, files } = made;
  const connection = {
    environment: files.settings.environment,
    projectFile: config === undefined ? undefined : files.main.absolutePath,
  };
  const target: PushTarget = { services, connection, folder: files.folder };
  if (services.globals.dryRun) return showRequests(plan, made.live, target);
  if (plan.actions.length > 0)
    await requireConsent(plan, isProtected(plan.target, files.settings), values.confirm, target);
  const readServer = () => readLive(services, { select: everything, connection });
  const result = await applyReporting(plan, target, settings, readServer);
  if (!isComplete(result)) return pushOutcome(result, undefined, plan.notes);
  const after =
    plan.actions.length === 0 ? made : await makePlan(services, forVerification(request, settings));
  const unusable = await waitForPending(after, target, settings);
  return pushOutcome(result, { remaining: after.plan.actions, unusable }, plan.notes);
}

/** Returns a plan that may be applied, after questions about losses. */
async function planWithConsent(request: PlanRequest, services: Services): Promise<MadePlan> {
  const made = await makePlan(services, request);
  await showPlan(made.plan, services);
  const agreed = services.globals.dryRun ? [] : await askAboutLosses(made.plan, services);
  const { allowDataLoss } = request.flags;
  const given = typeof allowDataLoss === 'string' ? [] : allowDataLoss;
  const plan = agreed.length === 0 ? made.plan : withConsent(made, [...given, ...agreed]);
  requireUnblocked(plan);
  return { ...made, plan };
}

async function showPlan(plan: Plan, { globals, output }: Services): Promise<void> {
  if (!isHumanOutput(globals)) return;
  for (const note of plan.notes) output.note(note);
  if (plan.actions.length > 0) await output.sketch((screen) => planText(plan, screen));
}

/** Code that was deployed because it was asked for would be deployed again; code that is being built is not there yet. */
function forVerification(
  { flags, ...request }: PlanRequest,
  { waits }: { readonly waits: boolean },
): PlanRequest {
  const code = flags.code === 'never' || !waits ? 'never' : 'changed';
  return { ...request, flags: { ...flags, code } };
}

/** True if any environment of the file with this project is protected, also if the line does not name it. */
const isProtected = ({ projectId }: PlanTarget, { environments, environment }: OwnSettings): boolean =>
  [...environments.values(), ...(environment ? [environment] : [])].some(
    (each) => each.projectId === projectId && each.protected,
  );
