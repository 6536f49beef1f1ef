import { project } from '../../api/console/project.ts';
import { projects } from '../../api/console/projects.ts';
import { databases } from '../../api/databases.ts';
import { functions } from '../../api/functions.ts';
import { messaging } from '../../api/messaging.ts';
import { type Group, type Operation, operationOf } from '../../api/schema.ts';
import { storage } from '../../api/storage.ts';
import { teams } from '../../api/teams.ts';
import type { ApiVersion } from '../../api/versions.ts';
import type { Kind, OperationRef } from './kind.ts';

const groups: Readonly<Record<OperationRef['group'], Group>> = {
  databases,
  storage,
  teams,
  messaging,
  functions,
  projects,
  project,
};

/**
 * Returns an operation of the catalogue.
 * @param ref with the name of the variant in the command
 * @throws Error if the version does not have it: a mistake in this program
 */
export const catalogued = ({ group, command }: OperationRef, version: ApiVersion): Operation =>
  operationOf(groups[group].at(version), command);

/** Returns the operation of a kind for a variant; undefined if there is none: an index can't be updated. */
export function operationFor(
  kind: Kind,
  verb: keyof Kind['operations'],
  variant: string | undefined,
): OperationRef | undefined {
  const ref = kind.operations[verb];
  const command = variant === undefined ? undefined : kind.variants[variant]?.command;
  return ref && command !== undefined ? { ...ref, command: ref.command.replace('{variant}', command) } : ref;
}
