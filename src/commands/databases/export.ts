import { databases } from '../../api/databases.ts';
import { operationOf } from '../../api/schema.ts';
import { replaceRelated } from '../../bulk/documents/row.ts';
import { exportItems } from '../../bulk/export.ts';
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import type { QueryValues } from '../../operations/query/flags.ts';

/**
 * Writes the documents of a collection so that they can be imported again: related documents as their IDs, and
 * without what is the same in all of them.
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
