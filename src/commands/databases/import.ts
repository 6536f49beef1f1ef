import { databases } from '../../api/databases.ts';
import { operationOf } from '../../api/schema.ts';
import { bulkClient } from '../../bulk/client.ts';
import { getCollection } from '../../bulk/documents/collection.ts';
import { onConflictChoices } from '../../bulk/documents/flags.ts';
import { documentImporter } from '../../bulk/documents/importer.ts';
import { importRows } from '../../bulk/import.ts';
import { readChoice, readConcurrency, requireFile } from '../../bulk/options.ts';
import { openRowSource } from '../../bulk/source.ts';
import type { Services } from '../../core/services.ts';
import { boolFlag, type CommandResult, type FlagValues, stringFlag } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { createSources, readValues } from '../../operations/read.ts';

/**
 * Imports documents from a file.
 * @throws CliError exit 2 for a line or a file that can't be right; as importRows
 */
export async function importDocuments(input: FlagValues, services: Services): Promise<CommandResult> {
  const { context } = services;
  const operation = operationOf(databases, 'get-collection');
  const collectionIds = await readValues(operation, input, createSources(context));
  const file = requireFile(input);
  const concurrency = readConcurrency(input);
  const onConflict = readChoice(input, 'onConflict', '--on-conflict', onConflictChoices);
  const idField = stringFlag(input, 'id') ?? '$id';
  if (idField === '')
    throw usageError('--id is empty', 'name the field that holds the ID, or leave --id out');
  const source = await openRowSource(file, stringFlag(input, 'inputFormat'), context);
  try {
    const client = await bulkClient(operation.sentWith, services);
    const collection = await getCollection(client, collectionIds);
    const { endpoint, project } = client.connection;
    const importer = documentImporter({ client, collectionIds, collection, idField, onConflict });
    const identity = [
      'documents',
      endpoint,
      project,
      operation.path,
      collectionIds,
      collection.createdAt,
      idField,
    ];
    const options = { identity, concurrency, restart: boolFlag(input, 'restart') };
    return await importRows(source, importer, options, client, services);
  } finally {
    await source.close();
  }
}
