/** Finds without a server the faults that one would refuse. */
import type { ApiVersion } from '../../api/versions.ts';
import type { DesiredProject, FileProblem } from '../model/state.ts';
import { checkCollections } from './collections.ts';
import { Report } from './report.ts';
import { checkSettings } from './settings.ts';
import { checkValues } from './values.ts';

export interface CheckResult {
  /** By file and position. */
  readonly problems: readonly FileProblem[];
  /** Entries that a server takes, but hardly as it is meant, or not at all if it has to be created. */
  readonly warnings: readonly FileProblem[];
}

/** Checks what a file describes against the rules of a version of the server. */
export function checkProject(desired: DesiredProject, version: ApiVersion): CheckResult {
  const report = new Report();
  checkValues(desired, version, report);
  checkSettings(desired, report);
  checkCollections(desired, version, report);
  return { problems: inOrder(report.problems), warnings: inOrder(report.warnings) };
}

/** Stable, so that files stay in the order in which they were found. */
function inOrder(problems: readonly FileProblem[]): FileProblem[] {
  const files = [...new Set(problems.map(({ place }) => place.source))];
  const rank = ({ place }: FileProblem) => files.indexOf(place.source);
  return problems.toSorted((a, b) => rank(a) - rank(b) || a.place.offset - b.place.offset);
}
