import { bulkClient } from '../../bulk/client.ts';
import { getCollection } from '../../bulk/documents/collection.ts';
import { type idFlag, onConflictChoices, type onConflictFlag } from '../../bulk/documents/flags.ts';
import { documentImporter } from '../../bulk/documents/importer.ts';
import type { DocumentKind } from '../../bulk/documents/kind.ts';
import { documentOperations } from '../../bulk/documents/operations.ts';
import type { fileArgument, importFlags } from '../../bulk/flags.ts';
import { importRows } from '../../bulk/import.ts';
import { readChoice, readConcurrency, readEarlierRun } from '../../bulk/options.ts';
import { openRowSource } from '../../bulk/source.ts';
import type { ArgumentValuesOf, FlagValues, FlagValuesOf } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { readValues } from '../../operations/read.ts';
import { createSources } from '../../operations/sources.ts';

type ImportValues = FlagValues &
  ArgumentValuesOf<typeof fileArgument> &
  FlagValuesOf<
    typeof importFlags & { id: ReturnType<typeof idFlag>; onConflict: ReturnType<typeof onConflictFlag> }
  >;

/**
 * Imports documents from a file.
 * @throws CliError exit 2 for invalid flags, or a file that can't be parsed; as importRows
 */
export async function importDocuments(
  kind: DocumentKind,
  input: ImportValues,
  services: Services,
): Promise<CommandResult> {
  const { apiVersion, context } = services;
  const operations = await documentOperations(kind, apiVersion.version);
  const operation = operations.of('get-collection');
  const place = await readValues(operation, input, createSources(context));
  const { file } = input;
  const concurrency = readConcurrency(input.concurrency);
  const earlierRun = readEarlierRun(input);
  const onConflict = readChoice('--on-conflict', input.onConflict, onConflictChoices);
  const idField = input.id ?? '$id';
  if (idField === '')
    throw usageError('--id is empty', 'name the field that holds the ID, or leave --id out');
  const source = await openRowSource(file, input.inputFormat, context);
  try {
    const client = await bulkClient(operation.sentWith, services);
    const collection = await getCollection(client, operations, place);
    const { endpoint, project } = client.connection;
    const importer = documentImporter({ client, operations, place, collection, idField, onConflict });
    const destination = [
      'documents',
      endpoint,
      project,
      operation.path,
      place,
      collection.createdAt,
      idField,
    ];
    const options = { destination, concurrency, earlierRun, client };
    return await importRows(source, importer, options, services);
  } finally {
    await source.close();
  }
}
