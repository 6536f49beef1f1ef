import { migrations } from '../../api/console/migrations.ts';
import type { Operation } from '../../api/schema.ts';
import { type CommandSpec, extendCommand } from '../../core/spec.ts';
import { operationCommand } from '../../operations/operation.ts';
import { migrationFlags } from './flags.ts';

const examples: Readonly<Record<string, readonly string[]>> = {
  'create-appwrite-migration': [
    'appwrite-cli migrations create-appwrite-migration --project blog --project-id shop --endpoint https://cloud.appwrite.io/v1 --resources user team bucket file --api-key-file key.txt --wait',
  ],
  'create-firebase-migration': [
    'appwrite-cli migrations create-firebase-migration --resources user --service-account-file account.json --wait',
  ],
};

/** The commands that start a migration, which also follow it. */
export const migrationCommands: readonly CommandSpec[] = migrations.operations
  .filter(({ method, response }) => method === 'POST' && response === 'migration')
  .map(withWait);

function withWait(operation: Operation): CommandSpec {
  return extendCommand(operationCommand(operation), {
    about:
      'The server copies in the background. --wait shows the number of finished resources of each kind, and in the end those that failed. migrations retry repeats a failed migration.',
    flags: migrationFlags,
    examples: examples[operation.command] ?? [],
    run: async (values, services) =>
      (await import('./create.ts')).createMigration(operation, values, services),
  });
}
