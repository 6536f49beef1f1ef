import { operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { deleteListed, type ListSelection } from '../../bulk/delete-listed.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';

/**
 * Deletes users by their IDs, or those selected by `--where`, `--search`, `--queries` or `--all`.
 * @throws CliError as deleteListed
 */
export function deleteUsers(input: ListSelection, services: Services): Promise<CommandResult> {
  const deletion = {
    list: operationOf(users, 'list'),
    remove: operationOf(users, 'delete'),
    idParam: 'userId',
    noun: 'users',
    example: "--where 'status = false'",
    notFoundType: 'user_not_found',
  };
  return deleteListed(input, deletion, services);
}
