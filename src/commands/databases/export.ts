import { databases } from '../../api/databases.ts';
import { operationOf } from '../../api/schema.ts';
import { replaceRelated } from '../../bulk/documents/row.ts';
import { exportItems } from '../../bulk/export.ts';
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import type { QueryValues } from '../../operations/query/flags.ts';

/**
 * Exports documents in a format that `import-documents` reads: related documents as their IDs, and without the IDs of
 * the database and the collection.
 * @throws CliError as exportItems
 */
export async function exportDocuments(
  input: FlagValues & QueryValues,
  services: Services,
): Promise<CommandResult> {
  return exportItems(
    operationOf(databases, 'list-documents'),
    input,
    (document) => {
      document.delete('$databaseId');
      document.delete('$collectionId');
      for (const [name, value] of document) document.set(name, replaceRelated(value));
    },
    services,
  );
}
