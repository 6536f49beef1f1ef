import { isAtLeast } from '../../api/versions.ts';
import { getCollection } from '../../bulk/documents/collection.ts';
import type { DocumentKind } from '../../bulk/documents/kind.ts';
import { type DocumentOperations, documentOperations } from '../../bulk/documents/operations.ts';
import { replaceRelated } from '../../bulk/documents/row.ts';
import { exportItems } from '../../bulk/export.ts';
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { QueryValues } from '../../operations/query/flags.ts';
import { readValues } from '../../operations/read.ts';
import { createSources } from '../../operations/sources.ts';
import { isRelationship } from '../../schema/attribute.ts';

/**
 * Exports documents in a format that `import-documents` reads: related documents as their IDs, and without the IDs of
 * the database and the collection.
 * @throws CliError as exportItems
 */
export async function exportDocuments(
  kind: DocumentKind,
  input: FlagValues & QueryValues,
  services: Services,
): Promise<CommandResult> {
  const operations = await documentOperations(kind, services.apiVersion.version);
  const asksForRelated =
    kind.hasSchema && isAtLeast(services.apiVersion.version, '1.8') && input.select === undefined;
  const select = asksForRelated ? await selectRelated(operations, input, services) : undefined;
  return exportItems(
    operations.of('list-documents'),
    select === undefined ? input : { ...input, select },
    { edit: { leftOut: ['$databaseId', kind.say('$collectionId')], change: replaceRelated } },
    services,
  );
}

/**
 * Returns the selection that includes related documents; undefined if there are none. Servers from 1.8 on leave them
 * out of a list unless it asks for them.
 */
async function selectRelated(
  operations: DocumentOperations,
  input: FlagValues,
  services: Services,
): Promise<string | undefined> {
  const { output, globals } = services;
  const { say } = operations.kind;
  if (globals.dryRun) {
    output.note(
      say("a dry run does not look up the collection's attributes: related documents may be left out"),
    );
    return undefined;
  }
  const operation = operations.of('get-collection');
  const place = await readValues(operation, input, createSources(services.context));
  try {
    const client = await services.clientFor(operations.of('list-documents').sentWith);
    const { attributes } = await getCollection(client, operations, place);
    const related = [...attributes.values()].filter(
      (attribute) => isRelationship(attribute) && attribute.status === 'available',
    );
    return related.length === 0 ? undefined : ['*', ...related.map(({ key }) => `${key}.*`)].join(',');
  } catch (error) {
    // A credential that may read documents may lack the scope to read collections.
    if (!(error instanceof CliError) || error.exitCode !== ExitCode.auth) throw error;
    output.warn(
      `${say("the collection's attributes can't be read, so relationships would be left out")}: ${error.message}`,
    );
    return undefined;
  }
}
