/** Collects what is found in a file, with the place of the value that it is about. */
import { type DesiredResource, type FileProblem, keyOf } from '../model/state.ts';

export class Report {
  readonly problems: FileProblem[] = [];
  readonly warnings: FileProblem[] = [];

  /** @param field the field that the fault is about; undefined: the whole entry */
  refuse(resource: DesiredResource, field: string | undefined, message: string): void {
    this.problems.push(located(resource, field, message));
  }

  /** Reports what works, but hardly as it is meant. */
  warn(resource: DesiredResource, field: string | undefined, message: string): void {
    this.warnings.push(located(resource, field, message));
  }
}

function located(resource: DesiredResource, field: string | undefined, message: string): FileProblem {
  const place = (field === undefined ? undefined : resource.fields.get(field)?.place) ?? resource.place;
  return { place, message: `${keyOf(resource)}: ${message}` };
}

/** Returns a text as errors quote it. */
export const quoted = (text: string): string =>
  JSON.stringify(text.length <= 60 ? text : `${text.slice(0, 59)}…`);
