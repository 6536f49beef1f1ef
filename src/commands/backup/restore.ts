import { resolve } from 'node:path';
import { type FolderSnapshot, openBackup } from '../../backup/folder/open.ts';
import { readPassphrase } from '../../backup/passphrase.ts';
import { onConflictChoices } from '../../backup/restore/on-conflict.ts';
import { restoreSnapshot } from '../../backup/restore/restore.ts';
import { scrubbedNote } from '../../backup/restore/wording.ts';
import { type BackupSelection, readBackupSelection } from '../../backup/selection.ts';
import { readChoice, readConcurrency } from '../../bulk/options.ts';
import { createServices } from '../../core/create-services.ts';
import type { FlagValuesOf } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { projectAuth } from '../../project/live/read.ts';
import type { restoreFlags } from './flags.ts';

type RestoreValues = { readonly backup: string } & FlagValuesOf<typeof restoreFlags>;

/**
 * Restores a backup into the project in use, or into the one that `--into` names.
 * @throws CliError exit 2 for flags that can't be used, exit 1 for a damaged backup, before anything is sent; as
 *   restoreSnapshot
 */
export async function runRestore(values: RestoreValues, services: Services): Promise<CommandResult> {
  const { context, globals, output, apiVersion } = services;
  const { backup, into, passphraseFile } = values;
  const select = readBackupSelection(values);
  const onConflict =
    values.onConflict === undefined
      ? undefined
      : readChoice('--on-conflict', values.onConflict, onConflictChoices);
  const concurrency = values.concurrency === undefined ? undefined : readConcurrency(values.concurrency);
  if (into === '') throw usageError('--into is empty', 'name the project to restore into');
  if (into !== undefined && globals.project !== undefined && into !== globals.project)
    throw usageError(`--into names ${into}, and --project ${globals.project}`, 'give one of them');
  const snapshot = await openBackup(resolve(context.cwd, backup), {
    shown: backup,
    passphrase: () => readPassphrase({ file: passphraseFile, use: 'existing' }, services),
  });
  const target =
    into === undefined
      ? undefined
      : createServices(context, { ...globals, project: into }, output, apiVersion);
  try {
    if (snapshot.manifest.scrubbed) {
      output.note(scrubbedNote);
      if (onConflict === 'update') await refuseOrigin(snapshot, target ?? services);
    }
    await check(snapshot, select, services);
    return await restoreSnapshot(
      {
        snapshot,
        identity: snapshot.manifestSha256,
        select,
        countOf: (part) => snapshot.countOf(part),
        isCheapToRead: true,
        onConflict,
        confirmed: values.confirm,
        concurrency,
      },
      target ?? services,
    );
  } finally {
    await target?.close();
    await snapshot.close();
  }
}

/**
 * Refuses to replace real values by those of a scrubbed backup.
 * @throws CliError exit 2
 */
async function refuseOrigin({ origin }: FolderSnapshot, services: Services): Promise<void> {
  const { connection } = await services.resolve(projectAuth);
  if (connection.endpoint !== origin.endpoint || connection.project !== origin.projectId) return;
  throw usageError(
    `--on-conflict update would replace the personal values of ${origin.projectId}, which the backup has only in scrubbed form`,
    'restore it into another project, or without update',
  );
}

/** Checks the hashes of what is going to be used: a damaged backup must not be restored in part. */
async function check(
  snapshot: FolderSnapshot,
  select: BackupSelection,
  { output }: Pick<Services, 'output'>,
): Promise<void> {
  const progress = output.progress({ label: 'checking the backup' });
  try {
    await snapshot.check(snapshot.parts.filter((part) => select.includes(part)));
  } finally {
    progress.stop();
  }
}
