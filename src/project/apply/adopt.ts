/** Deciding if a resource that exists is the one that a plan wants to create. */
import { encodeJson } from '../../lib/json/raw.ts';
import { TextValue } from '../../lib/json/value.ts';
import { readField } from '../model/entry.ts';
import { isSameFieldValue } from '../model/field-types.ts';
import { fieldsOf, kindNamed } from '../model/kinds.ts';
import type { ParamValues } from '../model/parameters.ts';
import type { ResourceRef } from '../model/state.ts';
import { valueJson } from '../model/value.ts';
import type { FoundResource } from './look-up.ts';

/**
 * Returns what differs between a resource and the parameters that create it, one text a field without secrets; empty if
 * it is the same. Fields that the server does not show are taken for the same.
 * @param variant that is created
 */
export function differences(
  { kind }: ResourceRef,
  variant: string | undefined,
  params: ParamValues,
  found: FoundResource,
): readonly string[] {
  if (found.variant !== variant) return [`type ${found.variant}, not ${variant}`];
  const isOneWay = params.twoWay === false;
  return Object.entries(fieldsOf(kindNamed(kind), variant)).flatMap(([name, field]) => {
    const sent = params[field.param];
    const live = found.fields.get(name);
    // The server may not keep the key of the side that a one-way relationship does not have.
    if (sent === undefined || live === undefined || (isOneWay && name === 'twoWayKey')) return [];
    const wanted = readField(field, new TextValue(encodeJson(sent)));
    if (typeof wanted === 'string' || isSameFieldValue(field.type, wanted.value, live)) return [];
    if (field.secret) return [`a different ${name}`];
    return [`${name} ${valueJson(live)}, not ${valueJson(wanted.value)}`];
  });
}
