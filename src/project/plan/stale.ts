/** Compares a saved plan with the project as it is now. */
import {
  type CodeComparison,
  type CountQuestion,
  type DocumentCounts,
  questionKey,
} from '../diff/difference.ts';
import { containerOf } from '../diff/extras.ts';
import { isSameFieldValue } from '../model/field-types.ts';
import { fieldsOf, kindNamed, kinds } from '../model/kinds.ts';
import {
  keyOf,
  type LiveProject,
  type LiveResource,
  type ResourceKey,
  type ResourceRef,
  type SecretReference,
} from '../model/state.ts';
import { type FieldValue, valueJson } from '../model/value.ts';
import { stateOf } from './fingerprint.ts';
import type { Action, Plan, PlannedChange, RemoteState } from './plan.ts';

/** A difference that the plan does not expect. */
export interface Staleness {
  readonly key: ResourceKey;
  /** Undefined: the resource itself came or went. `documents`: contents came that the plan does not count. */
  readonly field: string | undefined;
  /** Undefined: there was nothing. */
  readonly was: FieldValue | undefined;
  readonly is: FieldValue | undefined;
}

export interface PlanState {
  /** Empty: the plan can be applied. */
  readonly stale: readonly Staleness[];
  /** IDs of actions whose outcome is there already. */
  readonly done: ReadonlySet<string>;
}

/** The project as far as it is known now. */
export interface CurrentState {
  readonly live: LiveProject;
  /** Results for the functions that the plan deploys. */
  readonly code: ReadonlyMap<string, CodeComparison>;
  /** Answers to the questions of the actions. */
  readonly counts: DocumentCounts;
  /** Returns a secret, to see if the server has it already; undefined if it is not known. */
  readonly secretOf: (reference: Exclude<SecretReference, { readonly from: 'server' }>) => string | undefined;
}

/** A resource that is as the plan wants it is not stale: the plan, or a part of it, may have been applied before. */
export function stateOfPlan(plan: Plan, current: CurrentState): PlanState {
  const done = new Set<string>();
  for (const action of plan.actions) if (isDone(action, current, done)) done.add(action.id);
  const byKey = new Map(plan.actions.map((action) => [keyOf(action.resource), action]));
  const stale = Object.entries(plan.remote).flatMap(([key, was]) => {
    const action = byKey.get(key);
    if (action && done.has(action.id)) return [];
    return changesSince(key, was, stateOf(refOf(key), current.live), action, plan, done);
  });
  const filled = plan.actions
    .filter((action) => !done.has(action.id))
    .flatMap((action) => contentsOf(action, current));
  return { stale: [...stale, ...filled], done };
}

/** Keys of resources have the name of the kind first, which may have a space itself. */
function refOf(key: ResourceKey): ResourceRef {
  const named = kinds.filter(({ name }) => key === name || key.startsWith(`${name} `));
  const { name } = named.reduce((longest, kind) => (kind.name.length > longest.name.length ? kind : longest));
  return { kind: name, path: key === name ? [] : key.slice(name.length + 1).split('/') };
}

function isDone(action: Action, current: CurrentState, done: ReadonlySet<string>): boolean {
  const { op, resource, changes, after } = action;
  const live = current.live.resources.get(keyOf(resource));
  if (op === 'deploy') return isDeployed(action, current);
  if (op === 'delete') return live === undefined || live.status === 'deleting';
  if (live === undefined || live.status === 'failed' || live.status === 'stuck' || live.status === 'deleting')
    return false;
  // An index that is only made again looks the same before and afterwards.
  if (changes.length === 0 && op === 'rebuild') return after.length > 0 && after.every((id) => done.has(id));
  return changes.every((change) => isInPlace(change, live, current));
}

function isDeployed({ resource, steps }: Action, { live, code }: CurrentState): boolean {
  const functionId = resource.path[0]!;
  const active = live.code.get(functionId);
  return steps.every((step) => {
    if (step.step === 'build') return active?.deploymentId === step.deploymentId && active.isCurrent;
    if (step.step !== 'deploy') return false;
    const comparison = code.get(functionId);
    return comparison?.kind === 'same' && comparison.contentSha256 === step.deployment.contentSha256;
  });
}

/** True if a resource has the new value, as far as the server tells. */
function isInPlace(change: PlannedChange, live: LiveResource, { secretOf }: CurrentState): boolean {
  const { field } = change;
  // The resource was found under its new key.
  if (field === 'key' && live.kind === 'attribute') return true;
  const is = field === 'type' && live.variant !== undefined ? live.variant : live.fields.get(field);
  if (is === undefined) return true;
  if ('secret' in change) return change.secret.from === 'server' || secretOf(change.secret) === is;
  return isSame(live, field, is, change.to);
}

function isSame(
  { kind, variant }: Pick<LiveResource, 'kind' | 'variant'>,
  field: string,
  one: FieldValue,
  other: FieldValue,
): boolean {
  const type = fieldsOf(kindNamed(kind), variant)[field]?.type;
  return type === undefined ? valueJson(one) === valueJson(other) : isSameFieldValue(type, one, other);
}

/** @param action that is about the resource and not done; undefined if there is none */
function changesSince(
  key: ResourceKey,
  was: RemoteState,
  is: RemoteState,
  action: Action | undefined,
  plan: Plan,
  done: ReadonlySet<string>,
): Staleness[] {
  if (is === null) {
    if (was === null || isExpectedToGo(key, action, plan, done)) return [];
    return [{ key, field: undefined, was: true, is: undefined }];
  }
  if (was === null) return [{ key, field: undefined, was: undefined, is: true }];
  const names = [...new Set([...Object.keys(was.fields), ...Object.keys(is.fields)])];
  const fields = names.flatMap((field): Staleness[] => {
    const [before, now] = [was.fields[field], is.fields[field]];
    if (isEqual(before, now) || isWanted(action, field, now)) return [];
    return [{ key, field, was: before, is: now }];
  });
  if (fields.length > 0 || was.updatedAt === is.updatedAt) return fields;
  return [{ key, field: '$updatedAt', was: was.updatedAt, is: is.updatedAt }];
}

/** A part of an action may have been done. */
const isWanted = (action: Action | undefined, field: string, now: FieldValue | undefined) =>
  action?.changes.some((change) => change.field === field && 'to' in change && isEqual(change.to, now)) ===
  true;

const isEqual = (one: FieldValue | undefined, other: FieldValue | undefined) =>
  one === other || (one !== undefined && other !== undefined && valueJson(one) === valueJson(other));

/** True if the plan deletes the resource on its way, or has done so. */
function isExpectedToGo(
  key: ResourceKey,
  action: Action | undefined,
  { actions }: Plan,
  done: ReadonlySet<string>,
): boolean {
  if (action && action.op !== 'change') return true;
  const { kind, path } = refOf(key);
  const isRenamed = actions.some(
    ({ id, resource, changes }) =>
      done.has(id) &&
      resource.kind === kind &&
      keyOf(containerOf(resource)!) === keyOf(containerOf({ kind, path })!) &&
      changes.some((change) => change.field === 'key' && 'from' in change && change.from === path.at(-1)),
  );
  const container = containerOf({ kind, path });
  return isRenamed || (container !== undefined && done.has(`delete ${keyOf(container)}`));
}

/** Returns the contents that have come to what an action deletes or changes since it was found to lose nothing. */
function contentsOf({ resource, risk, questions = [] }: Action, { counts }: CurrentState): Staleness[] {
  if (risk === 'data-loss') return [];
  const answers = questions.map(
    (question) => counts.get(questionKey(question)) ?? { kind: 'unknown' as const },
  );
  const filled = answers.find((answer) => answer.kind !== 'exactly' || answer.documents > 0);
  if (filled === undefined) return [];
  const is = filled.kind === 'unknown' ? undefined : BigInt(filled.documents);
  return [{ key: keyOf(resource), field: 'documents', was: 0n, is }];
}

/** Returns the questions whose answers {@link stateOfPlan} needs. */
export const questionsOfPlan = ({ actions }: Plan): CountQuestion[] =>
  actions.flatMap(({ questions = [], risk }) => (risk === 'data-loss' ? [] : questions));
