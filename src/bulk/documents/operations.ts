import { groups } from '../../api/index.ts';
import { type Group, type Operation, operationOf } from '../../api/schema.ts';
import type { ApiVersion } from '../../api/versions.ts';
import type { DocumentKind } from './kind.ts';

/** The operations of a kind in one version of the API, by their names in `databases`. */
export interface DocumentOperations {
  readonly kind: DocumentKind;
  /** @throws Error if the version lacks it: a mistake in this program */
  of(command: string): Operation;
  /** Returns an operation that not every version has. */
  find(command: string): Operation | undefined;
}

export async function documentOperations(
  kind: DocumentKind,
  version: ApiVersion,
): Promise<DocumentOperations> {
  const group = await loadGroup(kind, version);
  return {
    kind,
    of: (command) => operationOf(group, kind.say(command)),
    find: (command) => group.operations.find((operation) => operation.command === kind.say(command)),
  };
}

async function loadGroup({ group }: DocumentKind, version: ApiVersion): Promise<Group> {
  const entry = groups.find(({ name }) => name === group);
  if (!entry) throw new Error(`the catalogue has no group ${group}`);
  return (await entry.load()).at(version);
}
