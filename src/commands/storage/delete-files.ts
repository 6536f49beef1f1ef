import { operationOf } from '../../api/schema.ts';
import { storage } from '../../api/storage.ts';
import { deleteListed, type ListSelection } from '../../bulk/delete-listed.ts';
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { safeName } from '../../http/safe-name.ts';

/**
 * Deletes files of a bucket by their IDs, or those selected by `--where`, `--search`, `--queries` or `--all`.
 * @throws CliError as deleteListed
 */
export function deleteFiles(input: FlagValues & ListSelection, services: Services): Promise<CommandResult> {
  const deletion = {
    list: operationOf(storage, 'list-files'),
    remove: operationOf(storage, 'delete-file'),
    idParam: 'fileId',
    noun: 'files',
    example: "--where 'name ^= draft-'",
    notFoundType: 'storage_file_not_found',
    scope: ({ bucketId }: Readonly<Record<string, unknown>>) => `of the bucket ${bucketId}`,
    rejectsName: ({ bucketId }: Readonly<Record<string, unknown>>) =>
      `${safeName(String(bucketId), 'files')}.rejected.ndjson`,
  };
  return deleteListed(input, deletion, services);
}
