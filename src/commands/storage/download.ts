import { lstat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { operationOf } from '../../api/schema.ts';
import { storage } from '../../api/storage.ts';
import { bulkClient } from '../../bulk/client.ts';
import { fileNames } from '../../bulk/files/file-names.ts';
import { type ManifestEntry, writeManifest } from '../../bulk/files/manifest.ts';
import { allFiles, type BucketFile, filesById } from '../../bulk/files/remote-files.ts';
import { type Transfer, transferAll } from '../../bulk/files/transfer-all.ts';
import { readChoice, readConcurrency } from '../../bulk/options.ts';
import { type ArgumentValuesOf, contradiction, type FlagValuesOf } from '../../core/flags.ts';
import { missingValues } from '../../core/missing.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { downloadToFile } from '../../http/download.ts';
import type { Client } from '../../http/types.ts';
import { maxConcurrentChunks } from '../../http/upload/job.ts';
import { makeFolders } from '../../lib/files/folders.ts';
import { codeOf } from '../../lib/files/fs-error.ts';
import { writeFailure } from '../../lib/files/target.ts';
import { counted, sampleOf } from '../../lib/text/words.ts';
import { curlCommands } from '../../operations/curl-commands.ts';
import { readValues } from '../../operations/read.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { createSources } from '../../operations/sources.ts';
import type { downloadArguments, downloadFlags } from './flags.ts';
import { withParams } from './requests.ts';

type DownloadValues = ArgumentValuesOf<typeof downloadArguments> & FlagValuesOf<typeof downloadFlags>;

const getDownload = operationOf(storage, 'get-file-download');
const listFiles = operationOf(storage, 'list-files');

interface Item extends Transfer {
  /** Absolute. */
  readonly path: string;
  /** True if there is a file at its path. */
  readonly exists: boolean;
  /** Absent for a file that can't be downloaded. */
  readonly entry?: ManifestEntry;
}

/**
 * Downloads many files into a folder. Lists them first, so that nothing is written if any of them exists locally.
 * @throws CliError exit 2 for contradicting or missing flags, or for existing files; as transferAll
 */
export async function downloadFiles(input: DownloadValues, services: Services): Promise<CommandResult> {
  const { globals } = services;
  const values = await readValues(
    withParams(getDownload, 'bucketId'),
    input,
    createSources(services.context),
  );
  const ids = chosenIds(input);
  const id = input.id === undefined ? undefined : readChoice('--id', input.id, ['from-manifest']);
  const folder = outFolder(services);
  const concurrency = readConcurrency(input.concurrency, maxConcurrentChunks);
  if (globals.dryRun) return curlCommands(dryRunRequests(ids, values), getDownload.sentWith, services);
  const client = await bulkClient(getDownload.sentWith, services);
  const files = await listWithProgress(services, () =>
    ids === undefined ? completeFiles(client, values, services) : filesById(client, values, ids, concurrency),
  );
  const items = await plan(files, folder, services);
  const skipExisting = input.skipExisting;
  if (!skipExisting && !globals.yes) refuseExisting(items);
  makeFolder(folder);
  // Before the files: a folder that lacks some of them, and knows it, is better than one that does not.
  if (input.manifest || id === 'from-manifest')
    await writeManifest(
      folder,
      String(values.bucketId),
      items.flatMap(({ entry }) => entry ?? []),
    );
  return transferAll(
    items,
    {
      concurrency,
      label: 'downloading',
      resumeHint: 'run the same command with --skip-existing to get the rest',
      connection: client.connection,
    },
    async (item, onProgress) => {
      if (item.exists && skipExisting) return { status: 'skipped' };
      const request = buildRequest(getDownload, { ...values, fileId: item.id });
      const options = { overwrite: globals.yes, expectedSize: item.size, onProgress };
      await downloadToFile(client, request, { path: item.path }, options);
      return { status: 'downloaded' };
    },
    services,
  );
}

/** The IDs that are named, or undefined for all there are. */
function chosenIds({ all, fileIds: ids }: DownloadValues): readonly string[] | undefined {
  if (all && ids) throw contradiction('--all', 'IDs');
  if (all) return undefined;
  if (!ids) throw missingValues([{ name: '<file-id> or --all', help: 'The files to download' }]);
  return [...new Set(ids)];
}

function outFolder({ globals, context }: Services): string {
  if (globals.out === '-')
    throw usageError(
      "many files can't go to stdout",
      'give --out a folder, or download a single file with get-file-download',
    );
  return resolve(context.cwd, globals.out ?? '.');
}

function dryRunRequests(ids: readonly string[] | undefined, values: Values) {
  if (ids === undefined) return [buildRequest(listFiles, values)];
  return ids.map((fileId) => buildRequest(getDownload, { ...values, fileId }));
}

async function listWithProgress<Value>({ output }: Services, list: () => Promise<Value>): Promise<Value> {
  const progress = output.progress({ label: 'listing the files' });
  try {
    return await list();
  } finally {
    progress.stop();
  }
}

/** Returns the files of the bucket whose upload is complete. */
async function completeFiles(client: Client, values: Values, { output }: Services): Promise<BucketFile[]> {
  const files = await allFiles(client, values);
  const complete = files.filter(({ problem }) => !problem);
  const left = files.length - complete.length;
  if (left > 0) output.note(`left out ${counted(left, 'files')} whose upload is incomplete`);
  return complete;
}

async function plan(files: readonly BucketFile[], folder: string, { context }: Services): Promise<Item[]> {
  const names = fileNames(files);
  return Promise.all(
    files.map(async ({ id, name, permissions, size, problem }) => {
      const local = names.get(id)!;
      const path = join(folder, local);
      const exists = !problem && (await isThere(path));
      const entry = problem ? {} : { entry: { path: local, id, name, permissions } };
      return { file: relative(context.cwd, path), id, size, path, problem, exists, ...entry };
    }),
  );
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

function refuseExisting(items: readonly Item[]): void {
  const existing = items.filter(({ exists }) => exists).map(({ file }) => file);
  if (existing.length === 0) return;
  const are = existing.length === 1 ? 'this file is' : `${existing.length} files are`;
  throw usageError(
    `${are} already there: ${sampleOf(existing)}`,
    '--yes replaces what is there, --skip-existing leaves it alone',
  );
}

function makeFolder(folder: string): void {
  try {
    makeFolders(folder);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') throw usageError(`--out: ${folder} is not a folder`);
    throw writeFailure(folder, error);
  }
}
