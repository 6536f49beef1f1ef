/** Comparison of the variables that a file sets with those that the server has. Pure. */
import type { OnConflict } from './flags.ts';

/** A variable that the server has. */
export interface StoredVariable {
  readonly id: string;
  readonly key: string;
  /** Undefined if the server keeps it secret. */
  readonly value: string | undefined;
  /** True if the server says that the variable is secret; undefined if its version does not say. */
  readonly secret: boolean | undefined;
}

export interface Step {
  readonly key: string;
  readonly action: 'create' | 'update' | 'unchanged' | 'skip' | 'delete';
  /** ID of a variable that exists. */
  readonly id?: string;
  /** Set if the line decides about secrecy, and the server does not have it so. */
  readonly secret?: boolean;
}

export interface Wishes {
  readonly onConflict: OnConflict;
  /** True if variables that the file does not set are to be deleted. */
  readonly prune: boolean;
  /** Undefined if the line does not say. */
  readonly secret: boolean | undefined;
}

/**
 * Returns a step for each variable of the file, in its order, and then the deletions. A value that can't be read is
 * written: it may differ.
 */
export function planVariables(
  wanted: ReadonlyMap<string, string>,
  stored: readonly StoredVariable[],
  { onConflict, prune, secret }: Wishes,
): Step[] {
  const byKey = new Map(stored.map((variable) => [variable.key, variable]));
  const steps = [...wanted].map(([key, value]): Step => {
    const found = byKey.get(key);
    if (!found) return { key, action: 'create', ...(secret !== undefined && { secret }) };
    const { id } = found;
    const turnsSecret = secret === true && found.secret === false;
    if (found.value === value && !turnsSecret) return { key, action: 'unchanged', id };
    if (onConflict !== 'update') return { key, action: 'skip', id };
    return { key, action: 'update', id, ...(turnsSecret && { secret }) };
  });
  const extra = prune ? stored.filter(({ key }) => !wanted.has(key)) : [];
  return [...steps, ...extra.map(({ key, id }): Step => ({ key, action: 'delete', id }))];
}
