import { project as consoleProject } from '../../api/console/project.ts';
import { projects } from '../../api/console/projects.ts';
import { databases } from '../../api/databases.ts';
import { functions } from '../../api/functions.ts';
import { messaging } from '../../api/messaging.ts';
import { project } from '../../api/project.ts';
import type { Group, Operation } from '../../api/schema.ts';
import { storage } from '../../api/storage.ts';
import { teams } from '../../api/teams.ts';
import { type ApiVersion, apiVersions } from '../../api/versions.ts';
import { webhooks } from '../../api/webhooks.ts';
import type { Kind, OperationRef } from './kind.ts';

/** Groups by name. From 1.9 on, the public API has operations that were the console's. */
const groups: Readonly<Record<string, readonly Group[]>> = {
  databases: [databases],
  storage: [storage],
  teams: [teams],
  messaging: [messaging],
  functions: [functions],
  projects: [projects],
  project: [consoleProject, project],
  webhooks: [webhooks],
};

/**
 * Returns an operation of the catalogue, also if the version has it under another name.
 * @param ref with the name of the variant in the command
 * @throws Error if the version does not have it: a mistake in this program
 */
export function catalogued({ group, command }: OperationRef, version: ApiVersion): Operation {
  const found = find(group, command, version) ?? successor(group, command, version);
  if (!found) throw new Error(`Appwrite ${version} has no operation ${group} ${command}`);
  return found;
}

function find(group: string, command: string, version: ApiVersion): Operation | undefined {
  const key = `${group} ${version}`;
  const found = foundIn.get(key) ?? new Map<string, Operation | undefined>();
  foundIn.set(key, found);
  if (!found.has(command)) found.set(command, named(command, operationsOf(group, version)));
  return found.get(command);
}

/**
 * Operations by what they were looked up as, by group and version. A plan looks up an operation for each of its
 * requests, which may be thousands.
 */
const foundIn = new Map<string, Map<string, Operation | undefined>>();

/** Returns the first operation of the name, or otherwise of the alias: to make all aliases takes milliseconds. */
const named = (command: string, operations: readonly Operation[]): Operation | undefined =>
  operations.find((each) => each.command === command) ??
  operations.find(({ aliases }) => aliases.includes(command));

const operationsOf = (group: string, version: ApiVersion): readonly Operation[] =>
  groups[group]!.flatMap((each) => each.at(version).operations);

/** Returns what took the place of an operation that the first version has. */
function successor(group: string, command: string, version: ApiVersion): Operation | undefined {
  const { replacement } = find(group, command, apiVersions[0]) ?? {};
  const [newGroup, newCommand] = replacement?.split(' ') ?? [];
  return newGroup === undefined ? undefined : find(newGroup, newCommand!, version);
}

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

/** An operation that reads resources of a kind: the one with the ID, or all of the same container. */
export interface Reader {
  readonly operation: Operation;
  readonly reads: 'one' | 'all';
}

/**
 * Returns the operation that reads single resources of a kind. It reads all if the server chooses the IDs, and also if
 * it creates them later: Appwrite 1.8 may answer a single index from a cache for good.
 * @throws Error if the kind can't be deleted: a mistake in this program
 */
export function readerOf(
  { name, operations, serverIdParam, asynchronous }: Kind,
  version: ApiVersion,
): Reader {
  if (!operations.delete || !operations.list) throw new Error(`the kind ${name} has no reader`);
  if (asynchronous || serverIdParam !== undefined)
    return { operation: catalogued(operations.list, version), reads: 'all' };
  const { path } = catalogued(operations.delete, version);
  const one = operationsOf(operations.delete.group, version).find(
    (each) => each.method === 'GET' && each.path === path,
  );
  if (one === undefined) throw new Error(`the kind ${name} has no reader`);
  return { operation: one, reads: 'one' };
}
