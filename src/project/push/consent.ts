/** Consent to a plan: on a terminal by answers, elsewhere by flags that name what they cover. */
import { createQuestions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import { type CliError, usageError } from '../../errors.ts';
import { listed } from '../../lib/text/words.ts';
import { normaliseEndpoint } from '../../profile/endpoint.ts';
import type { Environment, OwnSettings } from '../file/settings.ts';
import { projectAuth } from '../live/read.ts';
import { kindNamed } from '../model/kinds.ts';
import { keyOf } from '../model/state.ts';
import type { Action, Plan, PlanTarget } from '../plan/plan.ts';
import type { PushTarget } from './target.ts';

/** A resource as `--allow-data-loss` takes it. */
const pathOf = ({ resource, path }: Action) => path || resource.kind;

const blockedBy = ({ actions }: Plan, blocker: Action['blockedBy']) =>
  actions.filter((action) => action.blockedBy === blocker);

/**
 * Asks about each loss that no flag covers, if the user can be asked and did not say `--yes`, which covers none.
 * @returns the paths whose loss the user agrees to
 * @throws CliError exit 2 if the user declines one
 */
export async function askAboutLosses(plan: Plan, { context, globals }: Services): Promise<readonly string[]> {
  const ask = createQuestions(context, globals);
  const losses = blockedBy(plan, 'data-loss');
  if (losses.length === 0 || globals.yes || !ask.possible || isHopeless(plan)) return [];
  for (const action of losses) {
    const agreed = await ask.confirm({
      message: `${describe(action)}. Continue?`,
      flag: '--allow-data-loss',
      default: false,
    });
    if (!agreed) throw usageError('cancelled: nothing was changed');
  }
  return losses.map(({ resource }) => keyOf(resource));
}

/** True for a plan that no consent makes possible. */
const isHopeless = (plan: Plan) =>
  blockedBy(plan, 'move').length > 0 || blockedBy(plan, 'protected').length > 0;

const describe = ({ op, resource, remarks }: Action): string =>
  [`${op} ${keyOf(resource)}`, ...(remarks.length > 0 ? [remarks.join('; ')] : [])].join(': ');

/**
 * Refuses a plan with actions that are blocked. All reasons are given at once.
 * @throws CliError exit 2
 */
export function requireUnblocked(plan: Plan): void {
  const moves = blockedBy(plan, 'move');
  const losses = blockedBy(plan, 'data-loss');
  const kept = blockedBy(plan, 'protected');
  const reasons = [...moves, ...losses, ...kept].map(describe);
  if (reasons.length === 0) return;
  const remedies = [
    ...(losses.length + moves.length > 0
      ? [`--allow-data-loss ${[...losses, ...moves].map(pathOf).join(' ')} agrees to lose their contents`]
      : []),
    `--except ${[...moves, ...losses, ...kept].map(exception).join(' ')} leaves them unchanged`,
  ];
  throw refusal(reasons, remedies);
}

const exception = ({ resource: { kind, path } }: Action) => [kindNamed(kind).selector, ...path].join('/');

function refusal(reasons: readonly string[], remedies: readonly string[]): CliError {
  return usageError(`nothing was sent: ${reasons.join('; ')}`, listed(remedies, 'or'));
}

/**
 * Asks before a plan is applied. A protected environment wants the ID of its project, which `--yes` does not give.
 * @param confirmed value of `--confirm`
 * @throws CliError exit 2 if there is no consent, 130 on Ctrl-C
 */
export async function requireConsent(
  { target, actions }: Plan,
  isProtected: boolean,
  confirmed: string | undefined,
  { services, connection }: PushTarget,
): Promise<void> {
  if (await isProjectNamed(target, isProtected, confirmed, services)) return;
  const effect = `changing the project ${target.projectId}`;
  const question = actions.length === 1 ? 'Apply this action' : `Apply these ${actions.length} actions`;
  const resolved = async () => (await services.resolve(projectAuth, connection)).connection;
  await services.confirm(question, resolved, effect);
}

/**
 * Returns true if the user has named the project, by `--confirm` or, if it is protected, on the terminal.
 * @param confirmed value of `--confirm`
 * @throws CliError exit 2 if another project is named, or a protected one is not
 */
export async function isProjectNamed(
  target: Pick<PlanTarget, 'projectId' | 'environment'>,
  isProtected: boolean,
  confirmed: string | undefined,
  services: Services,
): Promise<boolean> {
  if (confirmed !== undefined && confirmed !== target.projectId)
    throw usageError(
      `nothing was sent: --confirm names ${confirmed}, but the project is ${target.projectId}`,
    );
  if (confirmed !== undefined) return true;
  if (isProtected) await requireTyped(target, services);
  return isProtected;
}

async function requireTyped(
  { projectId, environment }: Pick<PlanTarget, 'projectId' | 'environment'>,
  { context, globals }: Services,
): Promise<void> {
  const ask = createQuestions(context, globals);
  const reason = environment === undefined ? 'this project is protected' : `${environment} is protected`;
  if (globals.yes || !ask.possible)
    throw usageError(`nothing was sent: ${reason}, and --yes is not enough`, `add --confirm ${projectId}`);
  await ask.text({
    message: `${reason}. Type the ID of the project to continue:`,
    flag: `--confirm ${projectId}`,
    read(typed) {
      if (typed.trim() !== projectId) throw usageError(`that is not ${projectId}`);
    },
  });
}

/**
 * True if an environment of the file with this project is protected, also if the line names none, or another one that may
 * be the same project: two servers can have projects of the same ID.
 */
export function isProtected(
  { projectId }: Pick<PlanTarget, 'projectId'>,
  settings: OwnSettings | undefined,
): boolean {
  const { environment: named, environments = new Map<string, Environment>() } = settings ?? {};
  if (named?.protected) return true;
  return [...environments.values()].some(
    (each) => each.projectId === projectId && each.protected && !(named && areElsewhere(each, named)),
  );
}

/** True for environments on two servers. @throws CliError exit 2 for an endpoint that can't be one */
function areElsewhere(one: Environment, other: Environment): boolean {
  const [at, otherAt] = [one, other].map(
    ({ name, endpoint }) => endpoint && normaliseEndpoint(endpoint, `environment "${name}"`),
  );
  return at !== undefined && otherAt !== undefined && at !== otherAt;
}
