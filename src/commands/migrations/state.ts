import { readMembers, unexpected } from '../../console/api.ts';
import { isObject } from '../../lib/json/object.ts';

/** Number of resources of a kind in each state. */
export interface Counters {
  /** Such as `document`. */
  readonly resource: string;
  readonly success: number;
  readonly skip: number;
  readonly warning: number;
  readonly error: number;
  readonly pending: number;
  readonly processing: number;
}

/** A migration as the server tells it. */
export interface Migration {
  readonly id: string;
  /** `pending`, `processing`, `completed` or `failed`. */
  readonly status: string;
  /** In the server's order; none before it has counted. */
  readonly counters: readonly Counters[];
  readonly errors: readonly string[];
}

/**
 * Reads the answer to a request for a migration.
 * @throws CliError exit 1 if it is none
 */
export function readMigration(text: string): Migration {
  const { $id, status, statusCounters, errors } = readMembers(text);
  if (typeof $id !== 'string' || typeof status !== 'string')
    throw unexpected('the migration has no ID or status');
  return { id: $id, status, counters: countersOf(statusCounters), errors: errorsOf(errors) };
}

/** @param value an object; an empty one comes as a list, as PHP writes it */
function countersOf(value: unknown): Counters[] {
  if (!isObject(value)) return [];
  return Object.entries(value).map(([resource, states]) => {
    const count = (state: string) => (isObject(states) ? Number(states[state]) || 0 : 0);
    return {
      resource,
      success: count('success'),
      skip: count('skip'),
      warning: count('warning'),
      error: count('error'),
      pending: count('pending'),
      processing: count('processing'),
    };
  });
}

/** The errors are texts; newer servers put an object into each, as JSON. */
function errorsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value.map((error) => (typeof error === 'string' ? error : JSON.stringify(error)));
}

/** Returns the number of resources that have not been tried. */
export function unfinishedCount(counters: readonly Counters[]): number {
  return counters.reduce((all, { pending, processing }) => all + pending + processing, 0);
}

/** Describes a migration in progress: `copying: user 3 of 3, document 120 of 500 (2 failed)`. */
export function progressText({ status, counters }: Migration): string {
  const kinds = counters.map(({ resource, success, skip, warning, error, pending, processing }) => {
    const done = success + skip + warning + error;
    const failed = error > 0 ? ` (${error} failed)` : '';
    return `${resource} ${done} of ${done + pending + processing}${failed}`;
  });
  return kinds.length === 0 ? `copying: ${status}` : `copying: ${kinds.join(', ')}`;
}

/** Returns the cells of a table: resource, done, skipped, warnings, failed, left. */
export function resourceRows({ counters }: Migration): string[][] {
  return counters.map(({ resource, success, skip, warning, error, pending, processing }) => [
    resource,
    ...[success, skip, warning, error, pending + processing].map(String),
  ]);
}
