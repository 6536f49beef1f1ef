import { groups } from '../../api/index.ts';
import { type Operation, operationOf } from '../../api/schema.ts';
import type { ApiVersion } from '../../api/versions.ts';
import type { Services } from '../../core/services.ts';
import type { Client } from '../../http/types.ts';
import type { OnConflict } from './on-conflict.ts';

/** Groups of the API that a restore writes with. */
const groupNames = ['databases', 'functions', 'messaging', 'storage', 'teams', 'users'] as const;
type GroupName = (typeof groupNames)[number];

/** Returns an operation by its name. @throws Error if there is none: a mistake in this program */
type FindOperation = (group: GroupName, command: string) => Operation;

/** The project that is restored to. */
export interface RestoreTarget {
  readonly client: Client;
  readonly services: Services;
  readonly version: ApiVersion;
  readonly operation: FindOperation;
  readonly onConflict: OnConflict;
  /** Maximum number of requests at once; undefined: what suits the kind. */
  readonly concurrency: number | undefined;
}

export async function loadOperations(version: ApiVersion): Promise<FindOperation> {
  const entries = groups.filter(({ name }) => groupNames.some((each) => each === name));
  const loaded = await Promise.all(entries.map(async (entry) => (await entry.load()).at(version)));
  const byName = new Map(loaded.map((group) => [group.name, group]));
  return (group, command) => operationOf(byName.get(group)!, command);
}
