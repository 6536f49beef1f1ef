import { databases } from '../../api/databases.ts';
import { operationOf } from '../../api/schema.ts';
import { bulkClient } from '../../bulk/client.ts';
import { getCollection } from '../../bulk/documents/collection.ts';
import {
  type collectionArguments,
  type idFlag,
  onConflictChoices,
  type onConflictFlag,
} from '../../bulk/documents/flags.ts';
import { documentImporter } from '../../bulk/documents/importer.ts';
import type { fileArgument, importFlags } from '../../bulk/flags.ts';
import { importRows } from '../../bulk/import.ts';
import { readChoice, readConcurrency, readEarlierRun, requireFile } from '../../bulk/options.ts';
import { openRowSource } from '../../bulk/source.ts';
import type { ArgumentValuesOf, FlagValuesOf } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { createSources, readValues } from '../../operations/read.ts';

type ImportValues = ArgumentValuesOf<typeof collectionArguments & typeof fileArgument> &
  FlagValuesOf<typeof importFlags & { id: typeof idFlag; onConflict: typeof onConflictFlag }>;

/**
 * Imports documents from a file.
 * @throws CliError exit 2 for invalid flags, or a file that can't be parsed; as importRows
 */
export async function importDocuments(input: ImportValues, services: Services): Promise<CommandResult> {
  const { context } = services;
  const operation = operationOf(databases, 'get-collection');
  const collectionIds = await readValues(operation, input, createSources(context));
  const file = requireFile(input.file);
  const concurrency = readConcurrency(input.concurrency);
  const earlierRun = readEarlierRun(input);
  const onConflict = readChoice('--on-conflict', input.onConflict, onConflictChoices);
  const idField = input.id ?? '$id';
  if (idField === '')
    throw usageError('--id is empty', 'name the field that holds the ID, or leave --id out');
  const source = await openRowSource(file, input.inputFormat, context);
  try {
    const client = await bulkClient(operation.sentWith, services);
    const collection = await getCollection(client, collectionIds);
    const { endpoint, project } = client.connection;
    const importer = documentImporter({ client, collectionIds, collection, idField, onConflict });
    const destination = [
      'documents',
      endpoint,
      project,
      operation.path,
      collectionIds,
      collection.createdAt,
      idField,
    ];
    const options = { destination, concurrency, earlierRun };
    return await importRows(source, importer, options, client, services);
  } finally {
    await source.close();
  }
}
