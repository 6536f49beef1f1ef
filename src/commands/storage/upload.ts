import { basename } from 'node:path';
import { operationOf } from '../../api/schema.ts';
import { storage } from '../../api/storage.ts';
import { bulkClient } from '../../bulk/client.ts';
import { fileIds } from '../../bulk/files/ids.ts';
import { findFiles, type LocalFiles } from '../../bulk/files/local-files.ts';
import { listedFiles } from '../../bulk/files/manifest.ts';
import {
  someFailed,
  type Transfer,
  type TransferResult,
  transferAll,
} from '../../bulk/files/transfer-all.ts';
import { type IdRule, idRules } from '../../bulk/flags.ts';
import { readChoice, readConcurrency } from '../../bulk/options.ts';
import type { ArgumentValuesOf, FlagValuesOf } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import type { Client } from '../../http/types.ts';
import { BufferPool } from '../../http/upload/buffer-pool.ts';
import { maxConcurrentChunks, type UploadRequest } from '../../http/upload/job.ts';
import { RemoteCopy, readRemoteFile } from '../../http/upload/remote-copy.ts';
import { type UploadOptions, upload } from '../../http/upload/upload.ts';
import { openSource } from '../../http/upload/upload-source.ts';
import { counted, sampleOf } from '../../lib/text/words.ts';
import { curlCommands } from '../../operations/curl-commands.ts';
import { readValues } from '../../operations/read.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { createSources } from '../../operations/sources.ts';
import { journalFolder } from '../../operations/transfer.ts';
import type { uploadArguments, uploadFlags } from './flags.ts';
import { withParams } from './requests.ts';

type UploadValues = ArgumentValuesOf<typeof uploadArguments> & FlagValuesOf<typeof uploadFlags>;

const createFile = operationOf(storage, 'create-file');

interface Item extends Transfer {
  /** Absolute. */
  readonly path: string;
  /** Name in the bucket; by default that of the file. */
  readonly name?: string;
  readonly permissions?: readonly string[];
}

/** Settings for all files of a command line. */
interface Settings {
  readonly values: Values;
  readonly rule: IdRule;
  readonly skipExisting: boolean;
  readonly concurrency: number;
}

/**
 * Uploads many files. They share one client, so that they wait for a rate limit together, and one pool of buffers, so
 * that the chunks of a large file do not hold up other files.
 * @throws CliError exit 2 for contradicting or missing flags; as transferAll
 */
export async function uploadFiles(input: UploadValues, services: Services): Promise<CommandResult> {
  const { globals } = services;
  const settings = await readSettings(input, services);
  const { rule } = settings;
  const paths = input.paths ?? [];
  const items =
    rule === 'from-manifest'
      ? await manifestItems(paths, services)
      : await foundItems(paths, rule, input.hidden, services);
  if (globals.dryRun) return dryRun(items, settings.values, services);
  const client = await bulkClient(createFile.sentWith, services);
  const uploader = new Uploader(client, settings, services);
  return transferAll(
    items,
    {
      concurrency: settings.concurrency,
      label: 'uploading',
      resumeHint: resumeHint(settings.rule),
      connection: client.connection,
    },
    (item, onProgress) => uploader.upload(item, onProgress),
    services,
  );
}

async function readSettings(input: UploadValues, { context }: Services): Promise<Settings> {
  const values = await readValues(
    withParams(createFile, 'bucketId', 'permissions'),
    input,
    createSources(context),
  );
  if (input.paths.includes('-'))
    throw usageError("stdin can't be one of many files", 'upload it with storage create-file --file -');
  const rule = readChoice('--id', input.id, idRules);
  const skipExisting = input.skipExisting;
  if (skipExisting && rule === 'unique')
    throw usageError(
      '--skip-existing compares IDs, and these files get new IDs each time',
      'add --id name or --id path',
    );
  return { values, rule, skipExisting, concurrency: readConcurrency(input.concurrency, maxConcurrentChunks) };
}

function reportSkipped({ hidden, skipped }: LocalFiles, { output }: Services): void {
  if (hidden > 0)
    output.note(
      `left out ${counted(hidden, 'hidden files')}; --hidden includes ${hidden === 1 ? 'it' : 'them'}`,
    );
  for (const name of skipped)
    output.warn(`left out ${name}: not a regular file, or a link out of the folder or to another folder`);
}

/** A file that can't be uploaded gets no ID. */
async function foundItems(
  paths: readonly string[],
  rule: Exclude<IdRule, 'from-manifest'>,
  hidden: boolean,
  services: Services,
): Promise<Item[]> {
  const found = await findFiles(paths, { cwd: services.context.cwd, hidden });
  reportSkipped(found, services);
  const { files } = found;
  const sendable = files.filter(({ problem }) => !problem);
  const names = sendable.map(({ name }) => name);
  const ids = new Map(fileIds(names, rule).map((id, index) => [sendable[index], id]));
  return files.map((file) => ({
    path: file.path,
    file: file.name,
    id: ids.get(file) ?? '',
    size: file.sizeBytes,
    problem: file.problem,
  }));
}

/** The line's `--permissions` go before those of the manifest. */
async function manifestItems(folders: readonly string[], { context, output }: Services): Promise<Item[]> {
  const { files, extra } = await listedFiles(folders, context.cwd);
  if (extra.length > 0) {
    const count = counted(extra.length, 'files');
    output.note(`left out ${count} that the manifest does not list: ${sampleOf(extra)}`);
  }
  return files.map(({ path, name, sizeBytes, problem, entry }) => ({
    path,
    file: name,
    id: problem ? '' : entry.id,
    size: sizeBytes,
    problem,
    name: entry.name,
    ...(entry.permissions.length > 0 && { permissions: entry.permissions }),
  }));
}

async function dryRun(items: readonly Item[], values: Values, services: Services): Promise<CommandResult> {
  const sendable = items.filter(({ problem }) => !problem);
  const problems = items.flatMap(({ problem }) => problem ?? []);
  for (const { message } of problems) services.output.failed(message);
  const requests = await Promise.all(sendable.map((item) => requestFor(item, values)));
  const result = await curlCommands(requests, createFile.sentWith, services);
  return problems.length > 0 ? { ...result, failure: someFailed(problems.length, items.length) } : result;
}

function resumeHint(rule: IdRule): string {
  const again = 'run the same command with --skip-existing to send the rest';
  return rule === 'unique' ? `with --id name or --id path you could ${again}` : again;
}

async function requestFor(
  { path, id, name = basename(path), permissions }: Item,
  values: Values,
): Promise<UploadRequest> {
  const file = await openSource('file', { path, filename: name });
  const own = permissions && { permissions };
  return buildRequest(createFile, { ...own, ...values, fileId: id, file }) as UploadRequest;
}

class Uploader {
  readonly #client: Client;
  readonly #settings: Settings;
  readonly #options: UploadOptions;

  constructor(client: Client, settings: Settings, services: Services) {
    this.#client = client;
    this.#settings = settings;
    this.#options = {
      ownId: settings.rule === 'unique',
      journalFolder: journalFolder(services),
      chunkBytes: services.context.uploadChunkBytes,
      buffers: new BufferPool(settings.concurrency),
    };
  }

  async upload(item: Item, onProgress: (bytes: number) => void): Promise<TransferResult> {
    const { values, skipExisting } = this.#settings;
    const request = await requestFor(item, values);
    if (skipExisting && (await this.#isComplete(request, item.id))) return { status: 'skipped' };
    const answer = await upload(this.#client, request, { ...this.#options, onProgress });
    return { status: 'uploaded', id: readRemoteFile(answer).id };
  }

  /** True if the whole file is in the bucket: an interrupted upload is no reason to skip it. */
  async #isComplete(request: UploadRequest, id: string): Promise<boolean> {
    const found = await new RemoteCopy(this.#client, request).getIfPermitted(id);
    if (found === undefined) return false;
    const { chunksTotal, chunksUploaded } = readRemoteFile(found);
    return chunksTotal === chunksUploaded;
  }
}
