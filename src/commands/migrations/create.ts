import { migrations } from '../../api/console/migrations.ts';
import { type Operation, operationOf } from '../../api/schema.ts';
import type { FlagValues, FlagValuesOf } from '../../core/flags.ts';
import { isHumanOutput } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, drawnResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { buildRequest } from '../../operations/request.ts';
import { runAndFollow } from '../../operations/run-and-follow.ts';
import { viewOf } from '../../operations/send.ts';
import { followUntilEnded } from '../../operations/wait.ts';
import { drawPage } from '../../output/draw/page.ts';
import { defaultMigrationSeconds, type migrationFlags } from './flags.ts';
import { type Migration, progressText, readMigration, resourceRows, unfinishedCount } from './state.ts';

const getMigration = operationOf(migrations, 'get');

/**
 * Starts a migration, and with `--wait` follows it.
 * @throws CliError exit 1 if it takes too long; exit 130 after Ctrl-C; as runAndFollow
 */
export async function createMigration(
  operation: Operation,
  input: FlagValues & FlagValuesOf<typeof migrationFlags>,
  services: Services,
): Promise<CommandResult> {
  const follow = (created: string, maxWaitMs: number) => followMigration(created, maxWaitMs, services);
  return runAndFollow(operation, input, { defaultSeconds: defaultMigrationSeconds, follow }, services);
}

async function followMigration(
  created: string,
  maxWaitMs: number,
  services: Services,
): Promise<CommandResult> {
  const { id: migrationId } = readMigration(created);
  const lookCommand = `appwrite-cli migrations get ${migrationId}`;
  const client = await services.clientFor(getMigration.sentWith);
  const request = buildRequest(getMigration, { migrationId });
  const text = await followUntilEnded(
    {
      label: `copying, migration ${migrationId}`,
      first: created,
      look: async (progress) => {
        const { text: state } = await client.text(request);
        progress.describe(progressText(readMigration(state)));
        return state;
      },
      hasEnded: (state) => ['completed', 'failed'].includes(readMigration(state).status),
      firstPauseMs: 500,
      maxPauseMs: 5000,
      deadline: services.context.now() + maxWaitMs,
      tooLate: () => tooLate(migrationId, maxWaitMs, lookCommand),
      interrupted: (cause) => interrupted(migrationId, lookCommand, cause),
    },
    services,
  );
  return migrationResult(text, services);
}

function migrationResult(text: string, { globals }: Services): CommandResult {
  const migration = readMigration(text);
  const result = drawnResult(
    text,
    (screen) =>
      drawPage(
        [
          {
            title: `Migration ${migration.id}: ${migration.status}`,
            table: {
              titles: ['RESOURCE', 'DONE', 'SKIPPED', 'WARNINGS', 'FAILED', 'LEFT'],
              rows: resourceRows(migration),
            },
          },
        ],
        screen,
      ),
    viewOf(getMigration),
  );
  const failure = failureOf(migration, isHumanOutput(globals));
  return failure ? { ...result, failure } : result;
}

/** @param isHuman true to add the errors of the server, which machine formats have in the result */
function failureOf({ id, status, errors, counters }: Migration, isHuman: boolean): CliError | undefined {
  const excerpt = isHuman && errors.length > 0 ? errors.join('\n') : undefined;
  if (status === 'failed')
    return new CliError(ExitCode.failure, `the migration ${id} has failed`, {
      excerpt,
      hint: `fix the reason, then: appwrite-cli migrations retry ${id}`,
    });
  const failed = counters.reduce((all, { error }) => all + error, 0);
  const left = unfinishedCount(counters);
  if (failed === 0 && left === 0) return undefined;
  const what = [...(failed > 0 ? [`${failed} failed`] : []), ...(left > 0 ? [`${left} were left`] : [])];
  return new CliError(
    ExitCode.partial,
    `the migration ${id} has ended, but not every resource was copied: ${what.join(', ')}`,
    { excerpt },
  );
}

function tooLate(id: string, maxWaitMs: number, lookCommand: string): CliError {
  return new CliError(ExitCode.failure, `the migration ${id} has not ended after ${maxWaitMs / 1000} s`, {
    hint: `it continues: check it with ${lookCommand}, or wait longer with --wait-timeout`,
  });
}

function interrupted(id: string, lookCommand: string, cause: unknown): CliError {
  return new CliError(ExitCode.interrupted, `the migration ${id} was started and continues`, {
    hint: `check it with ${lookCommand}`,
    cause,
  });
}
