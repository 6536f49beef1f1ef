/** Builds a plan from what differs. */
import { usageError } from '../../errors.ts';
import { type CountQuestion, type DocumentCounts, questionKey } from '../diff/difference.ts';
import { containerOf } from '../diff/extras.ts';
import { keyOf, type LiveProject, type ResourceKey, type ResourceRef } from '../model/state.ts';
import { decide } from './consent.ts';
import type { Decided, Drafting, PlanOptions } from './draft.ts';
import { fingerprint, stateOf } from './fingerprint.ts';
import { withRebuiltIndexes } from './moved-indexes.ts';
import { ordered } from './order.ts';
import {
  type Action,
  type Plan,
  type PlanOp,
  type PlanSummary,
  planFormat,
  type RemoteState,
} from './plan.ts';
import { withRoom } from './room.ts';

/** Returns what must be counted before {@link buildPlan}, without repetitions. */
export function questionsOf({ drafts }: Drafting): CountQuestion[] {
  const questions = drafts.flatMap(({ loss }) => loss?.questions ?? []);
  return [...new Map(questions.map((question) => [questionKey(question), question])).values()];
}

/**
 * @param drafting with the same options, but for the consent
 * @param counts answers to {@link questionsOf}; a question without one counts as unknown
 * @throws CliError exit 2 if the file asks for something that no request does, with all reasons
 */
export function buildPlan(drafting: Drafting, counts: DocumentCounts, options: PlanOptions): Plan {
  const { target, live, file, cli, now } = options;
  const { decided, notes } = decide(drafting.drafts, counts, options.allowDataLoss);
  const all = withRoom(withRebuiltIndexes(decided, options), live);
  const { actions, problems } = ordered(all, live);
  const reasons = [...drafting.problems, ...problems];
  if (reasons.length > 0) throw usageError(reasons.join('; '));
  const plan: Omit<Plan, 'fingerprint'> = {
    format: planFormat,
    cli,
    createdAt: now.toISOString(),
    target,
    file,
    summary: {
      ...opCounts(actions),
      dataLoss: actions.filter(({ risk }) => risk === 'data-loss').map(({ path }) => path),
      kept: drafting.kept.length,
      notCompared: [...new Set(drafting.notCompared.map(({ selector }) => selector))],
    },
    actions,
    kept: drafting.kept,
    notCompared: drafting.notCompared,
    notes: [...drafting.notes, ...notes],
    remote: remoteStates(all, live),
  };
  return { ...plan, fingerprint: fingerprint(plan) };
}

function opCounts(actions: readonly Action[]): Pick<PlanSummary, PlanOp> {
  const count = (op: PlanOp) => actions.filter((action) => action.op === op).length;
  return {
    create: count('create'),
    change: count('change'),
    move: count('move'),
    delete: count('delete'),
    rebuild: count('rebuild'),
    deploy: count('deploy'),
  };
}

/** Returns the states of what actions touch, and of containers that are there. */
function remoteStates(all: readonly Decided[], live: LiveProject): Record<ResourceKey, RemoteState> {
  const touched = all.flatMap(({ resource, touches = [] }): ResourceRef[] => {
    const container = containerOf(resource);
    return [...(container ? [container] : []), resource, ...touches];
  });
  return Object.fromEntries(touched.map((each) => [keyOf(each), stateOf(each, live)]));
}
