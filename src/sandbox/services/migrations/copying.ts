import type { appwriteResources } from '../../../api/choices/console.ts';
import { ApiError } from '../../core/errors.ts';

/** Kind of a resource, in the API's words. */
export type Kind = (typeof appwriteResources)[number];

/** Outcome of copying one resource. */
export interface Outcome {
  readonly kind: Kind;
  readonly id: string;
  readonly status: 'success' | 'error' | 'skip';
  /** Reason of an error, or ''. */
  readonly problem: string;
}

/** Copies one resource. What the target refuses is an outcome, and no end of the migration. */
export function attempt(kind: Kind, id: string, copy: () => void): Outcome {
  try {
    copy();
    return { kind, id, status: 'success', problem: '' };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { kind, id, status: 'error', problem: error.message };
  }
}

/** Outcome of what is not finished in the source. */
export const skipped = (kind: Kind, id: string): Outcome => ({ kind, id, status: 'skip', problem: '' });

/** Error for a resource whose ID is taken in the target. */
export const taken = (kind: Kind, id: string) =>
  new ApiError(409, 'document_already_exists', `There is already a ${kind} with the ID ${id}.`);

/** Error for a resource whose owner is not in the target. */
export const ownerMissing = (kind: Kind, id: string) =>
  new ApiError(404, 'general_not_found', `There is no ${kind} with the ID ${id}.`);
