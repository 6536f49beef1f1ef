import { operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { exportItems } from '../../bulk/export.ts';
import type { FlagValues } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import type { QueryValues } from '../../operations/query/flags.ts';

/**
 * Writes the users of a project so that they can be imported again. Their targets are left out: the server makes
 * those of e-mail addresses and phone numbers anew.
 * @throws CliError as exportItems
 */
export async function exportUsers(
  input: FlagValues & QueryValues,
  services: Services,
): Promise<CommandResult> {
  const withoutTargets = (user: Map<string, string>) => void user.delete('targets');
  // Among them are the hashes of passwords.
  return exportItems(operationOf(users, 'list'), input, withoutTargets, services, true);
}
