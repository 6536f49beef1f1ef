import { operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { bulkClient } from '../../bulk/client.ts';
import { importRows } from '../../bulk/import.ts';
import { readChoice, readConcurrency, requireFile } from '../../bulk/options.ts';
import { openRowSource } from '../../bulk/source.ts';
import { hashKinds, onConflictChoices } from '../../bulk/users/flags.ts';
import { hashKind } from '../../bulk/users/hash.ts';
import { userImporter } from '../../bulk/users/importer.ts';
import type { Services } from '../../core/services.ts';
import { boolFlag, type CommandResult, type FlagValues, stringFlag } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';

/**
 * Imports users from a file.
 * @throws CliError exit 2 for a line or a file that can't be right; as importRows
 */
export async function importUsers(input: FlagValues, services: Services): Promise<CommandResult> {
  const file = requireFile(input);
  const concurrency = readConcurrency(input);
  const onConflict = readChoice(input, 'onConflict', '--on-conflict', onConflictChoices);
  const hash = readHash(stringFlag(input, 'hash'));
  const source = await openRowSource(file, stringFlag(input, 'inputFormat'), services.context);
  try {
    const create = operationOf(users, 'create');
    const client = await bulkClient(create.sentWith, services);
    const { endpoint, project } = client.connection;
    const importer = userImporter({ client, hash, onConflict });
    const options = {
      identity: ['users', endpoint, project, hash],
      concurrency,
      restart: boolFlag(input, 'restart'),
    };
    return await importRows(source, importer, options, client, services);
  } finally {
    await source.close();
  }
}

function readHash(given: string | undefined) {
  const kind = given === undefined ? undefined : hashKind(given);
  if (given === undefined || kind) return kind;
  throw usageError(`--hash takes ${hashKinds.join(', ')}, not "${given}"`);
}
