import { type CommandResult, textResult } from '../../core/spec.ts';
import { toCurl } from '../../http/curl.ts';
import { visible } from '../../lib/text/visible.ts';
import { Requests, resourceOf } from '../../project/apply/requests.ts';
import type { LiveProject } from '../../project/model/state.ts';
import type { Action, Plan, PlanStep } from '../../project/plan/plan.ts';
import { targetLine, totalsLine } from '../../project/plan/text.ts';
import type { PushTarget } from '../../project/push/target.ts';

/** Stands in for secrets, which curl commands show as `***`. */
const placeholder = 'value-of-the-secret';

/**
 * Returns every request of a plan as a curl command. The project has been read for the plan; nothing is changed.
 * @param live secrets that updates carry unchanged
 */
export async function showRequests(
  plan: Plan,
  live: LiveProject,
  target: PushTarget,
): Promise<CommandResult> {
  const requests = new Requests(plan.target.apiVersion, {
    resolveSecret: () => placeholder,
    readServer: async () => live,
  });
  const lines = [comment(targetLine(plan.target)), comment(totalsLine(plan))];
  for (const action of plan.actions) {
    lines.push('', comment(action.id));
    for (const step of action.steps) lines.push(await shown(step, action, requests, target));
  }
  return textResult(lines.join('\n'));
}

/** A line of a shell script; a line break in an ID does not end it. */
const comment = (text: string) => `# ${visible(text)}`;

async function shown(
  step: PlanStep,
  { resource }: Action,
  requests: Requests,
  { services, connection }: PushTarget,
): Promise<string> {
  if (step.step === 'deploy')
    return comment(`uploads ${step.deployment.folder}, builds it and makes it the active deployment`);
  if (step.step === 'build') return comment(`builds the deployment ${step.deploymentId} again`);
  const { operation, request } = await requests.ready(step.request, resourceOf(step.request, resource));
  const resolved = await services.resolve(operation.sentWith, connection);
  return toCurl(request, resolved.connection, { insecure: services.globals.insecure });
}
