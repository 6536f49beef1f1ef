import { isHumanOutput } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { ExitCode } from '../../errors.ts';
import type { View } from '../../output/types.ts';
import type { FindOptions } from '../../project/file/find.ts';
import { writePlan } from '../../project/plan/json.ts';
import { planMarkdown } from '../../project/plan/markdown.ts';
import type { Plan } from '../../project/plan/plan.ts';
import { planText } from '../../project/plan/text.ts';
import { makePlan } from '../../project/push/make-plan.ts';
import { type PlanFlagValues, readPlanFlags } from './plan-flags.ts';
import { readSelection, type SelectionValues } from './selection.ts';

interface PlanValues extends FindOptions, SelectionValues, PlanFlagValues {
  readonly exitCode: boolean;
  readonly strict: boolean;
  readonly rehearse: boolean;
}

/**
 * Shows what a push would do.
 * @throws CliError as `makePlan`
 */
export async function runPlan(values: PlanValues, services: Services): Promise<CommandResult> {
  const rehearsal = values.rehearse ? await import('./rehearse.ts') : undefined;
  rehearsal?.requireRehearsable(services);
  const made = await makePlan(services, {
    file: values,
    select: readSelection(values),
    flags: readPlanFlags(values),
  });
  const { plan } = made;
  if (isHumanOutput(services.globals)) for (const note of plan.notes) services.output.note(note);
  const failure = await rehearsal?.rehearsePlan(made, services);
  if (failure) return { ...planResult(plan), failure };
  const differs = plan.actions.length > 0 || (values.strict && plan.kept.length > 0);
  const exits = values.exitCode || values.strict;
  return { ...planResult(plan), ...(differs && exits && { exitCode: ExitCode.differs }) };
}

const view: View = { items: 'actions', columns: ['op', 'resource.kind', 'path', 'risk'], noun: 'actions' };

/** Returns a plan as a result: its JSON form is the saved plan. */
const planResult = (plan: Plan): CommandResult => ({
  result: {
    kind: 'json',
    text: writePlan(plan),
    view,
    draw: (screen) => planText(plan, screen),
    markdown: () => planMarkdown(plan),
  },
});
