/** Changes of attributes: in place, under a new key, or by deleting and creating. */
import { isAtLeast } from '../../api/versions.ts';
import { type Bounds, losesCheck, movedAside, type NumberType } from '../../schema/bounds.ts';
import type { FieldChange } from '../diff/difference.ts';
import { catalogued, operationFor } from '../model/catalogue.ts';
import { rulesOf } from '../model/field-types.ts';
import { fieldsOf, kindNamed } from '../model/kinds.ts';
import { type FieldValues, type ResourceRequest, renameRequest, updateRequest } from '../model/parameters.ts';
import type { DesiredResource, LiveResource } from '../model/state.ts';
import { type FieldValue, valueJson } from '../model/value.ts';
import type { PlanStep, PlanTarget } from './plan.ts';
import { requestStep } from './requests.ts';

export interface InPlace {
  readonly steps: readonly PlanStep[];
  readonly remarks: readonly string[];
}

/** Returns the requests that change fields of a resource in place. */
export function changeInPlace(
  desired: DesiredResource,
  live: LiveResource,
  changes: readonly FieldChange[],
  target: PlanTarget,
): InPlace {
  return inPlace(desired, live, changes, target, (values) => updateRequest(live, values, target));
}

/** True if the server can give the attribute another key. */
export function canRename(live: LiveResource, { apiVersion }: PlanTarget): boolean {
  const update = operationFor(kindNamed(live.kind), 'update', live.variant);
  return update !== undefined && catalogued(update, apiVersion).params.some(({ name }) => name === 'newKey');
}

/** Returns the requests that give an attribute a new key, and change fields of it. */
export function renameInPlace(
  desired: DesiredResource,
  live: LiveResource,
  changes: readonly FieldChange[],
  target: PlanTarget,
): InPlace {
  return inPlace(desired, live, changes, target, (values) =>
    renameRequest(live, desired.path[2]!, values, target),
  );
}

/** @param first makes the request that takes the new values; after it, the resource has the path of the file */
function inPlace(
  desired: DesiredResource,
  live: LiveResource,
  changes: readonly FieldChange[],
  target: PlanTarget,
  first: (values: FieldValues) => ResourceRequest,
): InPlace {
  const values = valuesOf(changes);
  const aside = withBoundAside(live, changes, target);
  const back = aside ? [updateRequest({ ...live, path: desired.path }, values, target)] : [];
  return {
    steps: [first(aside ?? values), ...back].map((request) => requestStep(request, desired)),
    remarks: [...(aside ? ['keeps its range'] : []), ...remarksOn(live, changes, target)],
  };
}

export const valuesOf = (changes: readonly FieldChange[]): FieldValues =>
  new Map(changes.map(({ field, to }) => [field, to]));

/**
 * An update that leaves both bounds as they are makes some servers stop checking the range. So the update moves one of
 * them aside, and another one moves it back: the range is checked at any moment, and a kill between the two leaves a
 * difference that the next plan sees.
 * @returns the new values and the bound; undefined if no check can be lost
 */
function withBoundAside(
  live: LiveResource,
  changes: readonly FieldChange[],
  target: PlanTarget,
): FieldValues | undefined {
  const type = numberTypes[live.variant ?? ''];
  const update = operationFor(kindNamed(live.kind), 'update', live.variant);
  if (!type || !update || catalogued(update, target.apiVersion).boundsFrom === undefined) return undefined;
  if (changes.some(({ field }) => field === 'min' || field === 'max')) return undefined;
  const bounds = boundsOf(live);
  const aside = bounds && losesCheck(type, bounds) ? movedAside(type, bounds) : undefined;
  if (aside === undefined) return undefined;
  const value = type === 'integer' ? BigInt(aside.value) : Number(aside.value);
  return new Map([...valuesOf(changes), [aside.bound, value]]);
}

const numberTypes: Readonly<Record<string, NumberType>> = { integer: 'integer', double: 'float' };

/** Returns both bounds; undefined if there is no range, so that no check can be lost. */
function boundsOf({ kind, variant, fields }: LiveResource): Bounds | undefined {
  const [min, max] = [fields.get('min') ?? null, fields.get('max') ?? null];
  if (min === null && max === null) return undefined;
  const described = fieldsOf(kindNamed(kind), variant);
  const text = (bound: 'min' | 'max', value: FieldValue) =>
    value === null ? rulesOf(described[bound]!.type).unbounded! : valueJson(value);
  return { min: text('min', min), max: text('max', max) };
}

function remarksOn(
  live: LiveResource,
  changes: readonly FieldChange[],
  { apiVersion }: PlanTarget,
): string[] {
  return changes.flatMap(({ field, from, to }) => {
    // A real 1.8.1 was not seen to do that.
    if (field === 'default' && to === null && live.kind === 'attribute' && !isAtLeast(apiVersion, '1.8'))
      return [`Appwrite ${apiVersion} still fills in ${valueJson(from)} if a document has no value`];
    if (field === 'size' && typeof from === 'bigint' && typeof to === 'bigint' && to < from)
      return ['the server refuses it if a value is longer'];
    return [];
  });
}
