/** The order of actions, and what each has to wait for. */
import { phases } from '../model/kind.ts';
import { kindNamed, kinds } from '../model/kinds.ts';
import { keyOf, type LiveProject, type ResourceRef, reasonNotCompared } from '../model/state.ts';
import type { Decided } from './draft.ts';
import type { Action } from './plan.ts';

export interface Ordering {
  readonly actions: readonly Action[];
  /** Actions that need something that is neither there nor made. One line each. */
  readonly problems: readonly string[];
}

/** @param live what is there already */
export function ordered(all: readonly Decided[], live: LiveProject): Ordering {
  const sorted = inOrder(all);
  const made = new Map(
    sorted.filter(({ op }) => op !== 'delete').map((each) => [keyOf(each.resource), each]),
  );
  const deletions = sorted.filter(({ op }) => op === 'delete');
  const problems: string[] = [];
  const actions = sorted.map((each): Action => {
    const makers = each.needs.flatMap((need) => {
      const maker = made.get(keyOf(need));
      if (maker === undefined && !isThere(need, live))
        problems.push(
          `${keyOf(each.resource)} needs ${keyOf(need)}, which is neither on the server nor part of this plan`,
        );
      return maker === undefined || maker === each ? [] : [maker];
    });
    const before = deletions.filter((deletion) => deletion !== each && goesBefore(deletion, each));
    return actionOf(each, [...new Set([...makers, ...before].map(idOf))]);
  });
  return { actions, problems: [...new Set(problems)] };
}

/** A container of a kind that was not read may be there. */
const isThere = (need: ResourceRef, live: LiveProject): boolean =>
  live.resources.has(keyOf(need)) || reasonNotCompared(live, need.kind) !== undefined;

/** True if a deletion has to be done before: of an index on it, or to make room. */
function goesBefore(deletion: Decided, { op, phase, resource }: Decided): boolean {
  if (resource.kind !== 'attribute' && resource.kind !== 'index') return false;
  const isSameCollection =
    deletion.resource.path.length === 3 &&
    deletion.resource.path[0] === resource.path[0] &&
    deletion.resource.path[1] === resource.path[1];
  if (!isSameCollection) return false;
  if (op === 'delete') return deletion.resource.kind === 'index' && resource.kind === 'attribute';
  return op !== 'change' && deletion.phase === phase;
}

function inOrder(all: readonly Decided[]): Decided[] {
  const ranks = new Map(all.map((each) => [each, rankOf(each)]));
  return all.toSorted((a, b) => {
    const [one, other] = [ranks.get(a)!, ranks.get(b)!];
    const at = one.findIndex((rank, index) => rank !== other[index]);
    return at === -1 ? 0 : one[at]! - other[at]!;
  });
}

/** In a phase, what goes comes first, kinds backwards; then kinds in their order, changes before what is new. */
function rankOf({ op, phase, resource, isRelationship }: Decided): readonly number[] {
  const kind = kinds.indexOf(kindNamed(resource.kind)) * 2 + (isRelationship ? 1 : 0);
  const isDeletion = op === 'delete';
  return [phases.indexOf(phase), isDeletion ? 0 : 1, isDeletion ? -kind : kind, op === 'change' ? 0 : 1];
}

/** Unique: a resource has one action. */
const idOf = ({ op, resource }: Decided) => `${op} ${keyOf(resource)}`;

function actionOf(decided: Decided, after: readonly string[]): Action {
  const { phase, op, resource, changes, remarks, risk, documents, questions, blockedBy, steps } = decided;
  return {
    id: idOf(decided),
    phase,
    op,
    resource: { kind: resource.kind, path: resource.path },
    path: resource.path.join('/'),
    changes,
    remarks,
    risk,
    ...(documents && { documents }),
    ...(questions && { questions }),
    ...(blockedBy && { blockedBy }),
    after,
    steps,
  };
}
