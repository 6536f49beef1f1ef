import { operationOf } from '../../api/schema.ts';
import { users } from '../../api/users.ts';
import { bulkClient } from '../../bulk/client.ts';
import type { fileArgument, importFlags } from '../../bulk/flags.ts';
import { importRows } from '../../bulk/import.ts';
import { readChoice, readConcurrency, readEarlierRun } from '../../bulk/options.ts';
import { openRowSource } from '../../bulk/source.ts';
import {
  type hashFlag,
  onConflictChoices,
  type onConflictFlag,
  passwordKinds,
} from '../../bulk/users/flags.ts';
import { passwordKind } from '../../bulk/users/hash.ts';
import { userImporter } from '../../bulk/users/importer.ts';
import type { ArgumentValuesOf, FlagValuesOf } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';

type ImportValues = ArgumentValuesOf<typeof fileArgument> &
  FlagValuesOf<typeof importFlags & { hash: typeof hashFlag; onConflict: typeof onConflictFlag }>;

/**
 * Imports users from a file.
 * @throws CliError exit 2 for invalid flags, or a file that can't be parsed; as importRows
 */
export async function importUsers(input: ImportValues, services: Services): Promise<CommandResult> {
  const { file } = input;
  const concurrency = readConcurrency(input.concurrency);
  const earlierRun = readEarlierRun(input);
  const onConflict = readChoice('--on-conflict', input.onConflict, onConflictChoices);
  const hash = readHash(input.hash);
  const source = await openRowSource(file, input.inputFormat, services.context);
  try {
    const create = operationOf(users, 'create');
    const client = await bulkClient(create.sentWith, services);
    const { endpoint, project } = client.connection;
    const importer = userImporter({ client, hash, onConflict });
    const options = {
      destination: ['users', endpoint, project, hash],
      concurrency,
      earlierRun,
      client,
    };
    return await importRows(source, importer, options, services);
  } finally {
    await source.close();
  }
}

function readHash(given: string | undefined) {
  const kind = given === undefined ? undefined : passwordKind(given);
  if (given === undefined || kind) return kind;
  throw usageError(`--hash takes ${passwordKinds.join(', ')}, not "${given}"`);
}
