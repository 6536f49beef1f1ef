import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { readLive } from '../../project/live/read.ts';
import { everything } from '../../project/model/selection.ts';
import { applyReporting, waitForPending } from '../../project/push/apply-reporting.ts';
import { askAboutLosses, isProtected, requireConsent, requireUnblocked } from '../../project/push/consent.ts';
import { type MadePlan, makePlan, type PlanRequest, withConsent } from '../../project/push/make-plan.ts';
import { showPlan } from '../../project/push/progress.ts';
import type { PushTarget } from '../../project/push/target.ts';
import { type PushValues, readApplySettings } from './apply-flags.ts';
import { readPlanFlags } from './plan-flags.ts';
import { showRequests } from './push-dry-run.ts';
import { isComplete, pushOutcome } from './push-outcome.ts';
import { readSelection } from './selection.ts';

/**
 * Changes the project so that it is as the file says: plans, shows the plan, asks, applies, and plans again to see that
 * nothing is left.
 * @throws CliError exit 2, and nothing is sent, for a plan that is refused, or without consent
 */
export async function runPush(values: PushValues, services: Services): Promise<CommandResult> {
  const saved = savedPlan(values.kinds, services);
  if (saved !== undefined) return (await import('./push-saved.ts')).pushSavedPlan(saved, values, services);
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
  const facts = { subject: 'file', notes: plan.notes } as const;
  if (!isComplete(result)) return pushOutcome(result, undefined, facts);
  const after =
    plan.actions.length === 0 ? made : await makePlan(services, forVerification(request, settings));
  const unusable = await waitForPending(after, target, settings);
  return pushOutcome(result, { remaining: after.plan.actions, unusable }, facts);
}

/** Returns the path of a saved plan, if that is the argument. Kinds of resources have no ending. */
function savedPlan(words: readonly string[] = [], { context }: Services): string | undefined {
  const [first = ''] = words;
  const isFile = () => statSync(resolve(context.cwd, first), { throwIfNoEntry: false })?.isFile() === true;
  if (words.length !== 1 || !(first.endsWith('.json') || (first.includes('.') && isFile()))) return undefined;
  return first;
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

/** Code that was deployed because it was asked for would be deployed again; code that is being built is not there yet. */
function forVerification(
  { flags, ...request }: PlanRequest,
  { waits }: { readonly waits: boolean },
): PlanRequest {
  const code = flags.code === 'never' || !waits ? 'never' : 'changed';
  return { ...request, flags: { ...flags, code } };
}
