import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type Operation, operationOf } from '../api/schema.ts';
import type { FlagValues } from '../core/flags.ts';
import type { Services } from '../core/services.ts';
import { type CommandResult, doneResult, jsonResult, jsonTextResult } from '../core/spec.ts';
import { CliError, ExitCode } from '../errors.ts';
import { type DownloadedFile, type DownloadPlace, download, downloadToFile } from '../http/download.ts';
import { HttpError } from '../http/failure.ts';
import type { ApiRequest, Client } from '../http/types.ts';
import type { UploadRequest } from '../http/upload/job.ts';
import { upload } from '../http/upload/upload.ts';
import { isForeign } from '../lib/files/private-folder.ts';
import { decimalBytes } from '../lib/text/quantities.ts';
import type { Progress } from '../output/progress.ts';
import { stateFolder } from '../profile/paths.ts';
import { buildRequest, type Values } from './request.ts';
import { viewOf } from './send.ts';

/** Uploads a file of any size; the result is the server's record of it. */
export async function uploadResult(
  operation: Operation,
  request: ApiRequest,
  input: FlagValues,
  services: Services,
): Promise<CommandResult> {
  const text = await sendUpload(operation, request, input, services);
  return jsonTextResult(text, viewOf(operation));
}

/**
 * Uploads a file of any size.
 * @returns the server's response for the complete file, as JSON
 * @throws CliError as upload does
 */
export async function sendUpload(
  operation: Operation,
  request: ApiRequest,
  input: FlagValues,
  services: Services,
): Promise<string> {
  const { body } = request;
  if (body?.kind !== 'form') throw new Error(`${operation.command} uploads, but its request has no form`);
  const client = await services.clientFor(operation.sentWith);
  const { filename: label, size } = body.file;
  // The size of a pipe, or of a folder to pack, is known only when the first bytes are sent.
  const reading = size === undefined ? services.output.progress({ label: `reading ${label}` }) : undefined;
  let sending: Progress | undefined;
  try {
    const { text } = await upload(client, request as UploadRequest, {
      ownId: input.fileId === undefined,
      journalFolder: journalFolder(services),
      chunkBytes: services.context.uploadChunkBytes,
      onProgress(sent, total) {
        reading?.stop();
        sending ??= services.output.progress({ label, unit: 'bytes', total });
        sending.update(sent);
      },
    });
    return text;
  } finally {
    reading?.stop();
    sending?.stop();
  }
}

/** Returns the folder of upload journals; undefined without a home folder, or, with a warning, if it is another user's. */
export function journalFolder({ context, output }: Services): string | undefined {
  const folder = stateFolder(context);
  if (folder === undefined) return undefined;
  const journals = join(folder, 'uploads');
  const foreign = [folder, journals].find((path) => isForeign(path, context.uid));
  if (foreign === undefined) return journals;
  output.warn(`${foreign} belongs to another user: an interrupted upload would start over`);
  return undefined;
}

/**
 * Downloads a file to `--out`. Without it, a terminal gets the file in the current folder under the name from the server,
 * and a redirected stdout its bytes.
 */
export async function downloadResult(
  operation: Operation,
  request: ApiRequest,
  values: Values,
  services: Services,
): Promise<CommandResult> {
  const { out, yes } = services.globals;
  const sink = out === '-' || isRedirected(services) ? services.output.bytes() : undefined;
  const place = await resolvePlace(out, fallbackName(operation, values), services.context.cwd);
  const client = await services.clientFor(operation.sentWith);
  const { expectedSize, missing } = await storedFile(operation, values, client);
  const progress = services.output.progress({ label: 'downloading', unit: 'bytes', total: expectedSize });
  const options = { expectedSize, onProgress: progress.update };
  try {
    if (sink) {
      await download(client, request, async () => sink, options);
      return {};
    }
    const file = await downloadToFile(client, request, place, { ...options, overwrite: yes });
    return savedResult(file, services);
  } catch (error) {
    // The server says only that there is no such file, although it shows one.
    if (missing !== undefined && error instanceof HttpError && error.status === 404)
      throw error.with({ hint: missing });
    throw error;
  } finally {
    progress.stop();
  }
}

/**
 * True if the line sends the file to a pipe or a file of the shell. Anything but a terminal counts, /dev/null and the log
 * of a CI job too: they look like any other file or pipe.
 */
function isRedirected({ globals, context }: Services): boolean {
  const { out, format, fields, filter } = globals;
  const wantsReport = [format, fields, filter].some((value) => value !== undefined);
  return out === undefined && !wantsReport && !context.stdout.isTTY;
}

/** Prints a sentence by default, and JSON with an output flag: the server may have chosen the name. */
function savedResult({ path, size }: DownloadedFile, { globals, context }: Services): CommandResult {
  const { format, fields, filter } = globals;
  if (format === undefined && fields === undefined && filter === undefined)
    return doneResult(`Saved ${relative(context.cwd, path)} (${decimalBytes(size)}).`);
  return jsonResult({ path, size });
}

/** If `--out` is a folder, the file gets the name from the server. */
async function resolvePlace(out: string | undefined, name: string, cwd: string): Promise<DownloadPlace> {
  const path = resolve(cwd, out ?? '.');
  const stats = await stat(path).catch(() => undefined);
  return stats?.isDirectory() ? { folder: path, fallbackName: name } : { path };
}

/** Returns a name for a file that the server does not name: `flag-us` for `get-flag us`. */
function fallbackName(operation: Operation, values: Values): string {
  const what = operation.command.replace(/^(get|download)-/, '');
  const which = operation.params.filter((param) => param.in === 'path').map(({ name }) => values[name]);
  return [what, ...which.slice(-1)].join('-');
}

/** Facts about a stored file, as far as the user may read them. */
interface StoredFile {
  /** Size in bytes, to verify the download. */
  readonly expectedSize?: number;
  /** Sentence about chunks that have not arrived. */
  readonly missing?: string;
}

/** Reads the facts about the file of a download; none if the user may download the file but not read its metadata. */
async function storedFile(operation: Operation, values: Values, client: Client): Promise<StoredFile> {
  const isStoredFile = /\/files\/\{fileId\}\/(download|view)$/.test(operation.path);
  if (!isStoredFile) return {};
  const { storage } = await import('../api/storage.ts');
  const getFile = operationOf(storage, 'get-file');
  try {
    const { text } = await client.text(buildRequest(getFile, values));
    const { sizeOriginal, chunksTotal, chunksUploaded } = JSON.parse(text) ?? {};
    return {
      ...(typeof sizeOriginal === 'number' && { expectedSize: sizeOriginal }),
      ...(chunksUploaded < chunksTotal && {
        missing: `only ${Number(chunksUploaded)} of ${Number(chunksTotal)} chunks of the file have arrived: its upload was not completed`,
      }),
    };
  } catch (error) {
    if (error instanceof CliError && error.exitCode === ExitCode.auth) return {};
    throw error;
  }
}
