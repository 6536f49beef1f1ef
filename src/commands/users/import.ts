import { operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { bulkClient } from '../../bulk/client.ts';
import { importRows } from '../../bulk/import.ts';
import { readChoice, readConcurrency, requireFile } from '../../bulk/options.ts';
import { openSource } from '../../bulk/source.ts';
import { hashKinds, onConflictChoices } from '../../bulk/users/flags.ts';
import { hashKind } from '../../bulk/users/hash.ts';
import { userTarget } from '../../bulk/users/target.ts';
import type { Runtime } from '../../core/services.ts';
import { type Input, isOn, type Outcome, word } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';

/**
 * Imports users from a file.
 * @throws CliError exit 2 for a line or a file that can't be right; as importRows
 */
export async function importUsers(input: Input, runtime: Runtime): Promise<Outcome> {
  const file = requireFile(input);
  const concurrency = readConcurrency(input);
  const onConflict = readChoice(input, 'onConflict', '--on-conflict', onConflictChoices);
  const hash = readHash(word(input, 'hash'));
  const source = await openSource(file, word(input, 'inputFormat'), runtime.context);
  try {
    const create = operationOf(users, 'create');
    const client = await bulkClient(create.sentWith, runtime);
    const { endpoint, project } = client.connection;
    const target = userTarget({ client, hash, onConflict });
    const options = {
      identity: ['users', endpoint, project, hash],
      concurrency,
      restart: isOn(input, 'restart'),
    };
    return await importRows(source, target, options, client, runtime);
  } finally {
    await source.close();
  }
}

function readHash(given: string | undefined) {
  const kind = given === undefined ? undefined : hashKind(given);
  if (given === undefined || kind) return kind;
  throw usageError(`--hash takes ${hashKinds.join(', ')}, not "${given}"`);
}
