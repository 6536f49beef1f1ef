/** Names that begin with `$`: those of the server, and those that a file of rejects adds. */
import { closestMatch } from '../../lib/text/suggest.ts';

/**
 * Member of a refused row that has its text as it was in the file, if reading it as fields would have lost something.
 * An import refuses every row that has it, so that such a row is never sent without being fixed.
 */
export const originalText = '$text';

/** Names that are left out in silence: every export has them, or a file of rejects adds them. */
const expectedNames: ReadonlySet<string> = new Set([
  '$createdAt',
  '$updatedAt',
  '$databaseId',
  '$collectionId',
  // Servers from 1.7 and 1.8.
  '$sequence',
  '$tableId',
  '$line',
  '$reason',
]);

/**
 * True if an import leaves a member out. That is every name with `$`, since no attribute can begin with it and later
 * servers add further ones; a likely misspelling of a name that is sent is not left out, for it would lose a value.
 * @param sentNames names with `$` that the import reads
 */
export function isLeftOut(name: string, sentNames: readonly string[]): boolean {
  if (!name.startsWith('$') || sentNames.includes(name) || name === originalText) return false;
  return expectedNames.has(name) || closestMatch(name, sentNames) === undefined;
}

/** True if the user should know that a name is left out. */
export function isUnexpected(name: string, sentNames: readonly string[]): boolean {
  return isLeftOut(name, sentNames) && !expectedNames.has(name);
}

/** Reason why a row of a file of rejects is refused again. */
export const unfixedProblem = `it was rejected before: move its fields into the row, and remove ${originalText}`;
