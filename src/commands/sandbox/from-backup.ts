/** Lets a sandbox begin as a backup has it, by a restore to its own address. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { defaultApiVersion } from '../../api/versions.ts';
import { type FolderSnapshot, openBackup } from '../../backup/folder/open.ts';
import { missingPhrases } from '../../backup/missing.ts';
import { restoreSnapshot } from '../../backup/restore/restore.ts';
import { scrubbedNote } from '../../backup/restore/wording.ts';
import { wholeProject } from '../../backup/selection.ts';
import type { Snapshot } from '../../backup/snapshot.ts';
import { createServices } from '../../core/create-services.ts';
import type { Services } from '../../core/services.ts';
import { CliError } from '../../errors.ts';
import { readVariable } from '../../profile/credential.ts';
import { isId } from '../../sandbox/core/ids.ts';
import { holdsSandbox, unfinishedFolder } from '../../sandbox/core/store/data-folder.ts';
import type { SandboxServer } from '../../sandbox/server.ts';
import type { Filling } from './filling.ts';
import { sandboxVariables } from './variables.ts';

/**
 * Opens a backup that a sandbox begins with.
 * @param dataDir absolute path of the folder that keeps the sandbox's data
 * @throws CliError exit 2 if there is no backup, exit 1 if it is damaged
 */
export async function openStart(
  shown: string,
  dataDir: string | undefined,
  services: Services,
): Promise<Filling> {
  const passphrase = readVariable(services.context.env, 'APPWRITE_BACKUP_PASSPHRASE');
  const backup = await openBackup(resolve(services.context.cwd, shown), {
    shown,
    ...(passphrase !== undefined && { passphrase: async () => passphrase }),
  });
  const { projectId } = backup.origin;
  const unfinished = dataDir === undefined ? undefined : unfinishedFolder(dataDir);
  const isFilled = dataDir !== undefined && holdsSandbox(dataDir) && !existsSync(unfinished!);
  return {
    projectId: isId(projectId) ? projectId : undefined,
    async begin() {
      if (!isFilled && unfinished !== undefined) await mkdir(unfinished, { recursive: true, mode: 0o700 });
    },
    async fill(server) {
      if (isFilled) services.output.note('The folder already holds a sandbox: --from added nothing.');
      else {
        if (backup.manifest.scrubbed) services.output.note(scrubbedNote);
        await fillFrom(backup, { server, unfinished, hasPassphrase: passphrase !== undefined }, services);
      }
    },
    discard: () => backup.close(),
  };
}

interface Place {
  readonly server: SandboxServer;
  /** Folder for the journal of the restore, so that an interrupted one goes on; undefined if the data are in memory. */
  readonly unfinished: string | undefined;
  readonly hasPassphrase: boolean;
}

/** @throws CliError as a restore does; the sandbox may then have a part of it */
async function fillFrom(
  backup: FolderSnapshot,
  { server, unfinished, hasPassphrase }: Place,
  { context, globals, output }: Services,
): Promise<void> {
  const folder = unfinished ?? (await mkdtemp(join(tmpdir(), 'appwrite-cli-')));
  const services = createServices(
    { ...context, env: { ...context.env, ...sandboxVariables(server, folder) } },
    { ...globals, profile: undefined, endpoint: undefined, project: undefined, yes: true },
    // The plan, and a line for each part, would be noise.
    { ...output, note: () => {}, sketch: async () => {} },
    { version: defaultApiVersion, source: undefined },
  );
  const leavesSecrets = backup.manifest.secrets === 'encrypted' && !hasPassphrase;
  let isWhole = false;
  try {
    await backup.check(backup.parts);
    const { failure } = await restoreSnapshot(
      {
        snapshot: leavesSecrets ? withoutSecrets(backup) : backup,
        identity: backup.manifestSha256,
        select: wholeProject,
        countOf: (part) => backup.countOf(part),
        isCheapToRead: true,
        onConflict: undefined,
        confirmed: server.project,
        concurrency: undefined,
      },
      services,
    );
    if (failure) throw failure;
    isWhole = true;
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    throw new CliError(error.exitCode, `the sandbox can't start from the backup: ${error.message}`, {
      cause: error,
    });
  } finally {
    await services.close();
    if (isWhole || unfinished === undefined) await rm(folder, { recursive: true, force: true });
  }
  for (const phrase of missingPhrases(backup.missing)) output.note(`Not in the backup: ${phrase}.`);
  if (leavesSecrets)
    output.note('Left out: the values of variables; APPWRITE_BACKUP_PASSPHRASE decrypts them.');
}

const withoutSecrets = (backup: Snapshot): Snapshot => ({
  origin: backup.origin,
  parts: backup.parts,
  missing: backup.missing,
  projectFolder: backup.projectFolder,
  items: (part) => backup.items(part),
  bytes: (bucketId, fileId) => backup.bytes(bucketId, fileId),
  secrets: async () => undefined,
  close: () => backup.close(),
});
