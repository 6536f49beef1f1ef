/** Changes that a server does not make in place. */
import { type ApiVersion, isAtLeast } from '../../api/versions.ts';
import { maxInt32 } from '../../schema/limits.ts';
import { fieldsOf, kindNamed } from './kinds.ts';
import type { ResourceRef } from './state.ts';
import { type FieldValue, valueJson } from './value.ts';

/** A change of one field. */
export interface ValueChange {
  readonly field: string;
  readonly from: FieldValue;
  readonly to: FieldValue;
}

/**
 * Returns the reason why only deleting and creating makes a change; undefined if an update does.
 * @param variant of the live resource; another type or format is a change of the field `type`
 */
export function obstacleTo(
  { kind, variant }: Pick<ResourceRef, 'kind'> & { readonly variant: string | undefined },
  { field: name, from, to }: ValueChange,
  version: ApiVersion,
): string | undefined {
  const own = fieldsOf(kindNamed(kind), variant);
  const changes = own[name]?.changes ?? 'never';
  if (changes === 'never') return `the ${name} can't be changed`;
  if (own[name]?.final === from)
    return `${name} can't be changed from ${valueJson(from)} to ${valueJson(to)}`;
  if (!isAtLeast(version, changes)) return `Appwrite ${version} can't change the ${name}; ${changes} can`;
  // The column of an integer has four or eight bytes for good; a larger maximum is accepted, and later writes fail.
  const widens = own[name]?.type === 'integerMax' && isInt32(from) && !isInt32(to);
  return widens ? `it is stored in four bytes, which hold no more than ${maxInt32}` : undefined;
}

const isInt32 = (max: FieldValue) => typeof max === 'bigint' && max <= maxInt32;
