/** The part of reading a schema that takes a connection: a file needs none of it. */
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { dryRun } from '../../operations/run.ts';
import type { Schema } from '../../schema/model.ts';
import type { ProjectFiles } from '../file/find.ts';
import { requireNamed } from '../live/not-compared.ts';
import { firstRequest, projectAuth, readLive } from '../live/read.ts';
import { inOrderOf, type SchemaReading, schemaOfLive } from '../model/schema.ts';
import type { Selection } from '../model/selection.ts';

/** Returns the settings of a connection that a project file decides about. */
const connectionOf = (files: ProjectFiles | undefined) => ({
  environment: files?.settings.environment,
  projectFile: files?.main.absolutePath,
});

/**
 * Reads the schema of the project in use.
 * @param order a schema whose order it gets
 * @throws CliError exit 3 for a credential that can't read it; HttpError
 */
export async function readSchemaOfServer(
  order: Schema,
  files: ProjectFiles | undefined,
  select: Selection,
  services: Services,
): Promise<SchemaReading & { readonly title: string }> {
  const live = await readLive(services, {
    select,
    connection: connectionOf(files),
    readsCode: () => false,
  });
  requireNamed(live, select);
  const { schema, notes } = schemaOfLive(live, select);
  return {
    schema: inOrderOf(order, schema),
    notes: [...live.notes, ...notes],
    title: `the project ${live.projectId}`,
  };
}

/** Shows the first of the requests. */
export function dryRunOfServer(files: ProjectFiles | undefined, services: Services): Promise<CommandResult> {
  const connection = connectionOf(files);
  const resolve: Services['resolve'] = (auth) => services.resolve(auth, connection);
  return dryRun(firstRequest(services.apiVersion.version), projectAuth, { ...services, resolve });
}
