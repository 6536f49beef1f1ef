/** From requests and changes with values to those of a plan, which hold references instead of secrets. */
import type { ValueChange } from '../model/in-place.ts';
import { fieldsOf, kindNamed } from '../model/kinds.ts';
import type { ResourceRequest } from '../model/parameters.ts';
import type { DesiredResource, SecretReference } from '../model/state.ts';
import type { ExactValue } from '../model/value.ts';
import type { PlannedChange, PlanStep, SecretParam } from './plan.ts';

/** A resource as a file describes it; undefined if it does not. */
type Given = Pick<DesiredResource, 'fields'> | undefined;

/**
 * Replaces secrets by the references of the file. An update carries those that the file does not mention too: they are
 * read from the server when the plan is applied.
 */
export function requestStep({ operation, params, secrets }: ResourceRequest, given: Given): PlanStep {
  const entries = Object.entries(params).map(([name, value]): [string, ExactValue | SecretParam] => {
    const field = secrets.get(name);
    // An empty text clears a secret, and is none.
    if (field === undefined || value === '') return [name, value];
    return [name, { secret: referenceOf(field, given) }];
  });
  return { step: 'request', request: { operation, params: Object.fromEntries(entries) } };
}

/** @throws Error for a value without a reference: a mistake in this program */
function referenceOf(field: string, given: Given): SecretReference {
  const desired = given?.fields.get(field);
  if (desired === undefined) return { from: 'server' };
  if (desired.reference === undefined) throw new Error(`the secret ${field} has no reference`);
  return desired.reference;
}

/** Returns a change as a plan holds it. */
export function plannedChange(
  { kind, variant, fields }: DesiredResource,
  { field, from, to }: ValueChange,
): PlannedChange {
  if (!fieldsOf(kindNamed(kind), variant)[field]?.secret) return { field, from, to };
  const secret = fields.get(field)?.reference;
  // Clearing a secret shows no value.
  return secret ? { field, secret } : { field, from: null, to };
}
