import { operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { exportItems } from '../../bulk/export.ts';
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import type { QueryValues } from '../../operations/query/flags.ts';

/**
 * Exports users in a format that `users import` reads. Omits their targets: the server creates those of e-mail
 * addresses and phone numbers itself.
 * @throws CliError as exportItems
 */
export async function exportUsers(
  input: FlagValues & QueryValues,
  services: Services,
): Promise<CommandResult> {
  // The export contains password hashes.
  return exportItems(
    operationOf(users, 'list'),
    input,
    { edit: { leftOut: ['targets'] }, isPrivate: true },
    services,
  );
}
