import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { type Operation, operationOf } from '../api/schema.ts';
import type { FlagValues } from '../core/flags.ts';
import type { Services } from '../core/services.ts';
import { type CommandResult, doneResult, jsonResult, jsonTextResult } from '../core/spec.ts';
import { CliError, ExitCode } from '../errors.ts';
import { type DownloadedFile, type DownloadPlace, download, downloadToFile } from '../http/download.ts';
import type { ApiRequest, Client } from '../http/types.ts';
import type { UploadRequest } from '../http/upload/job.ts';
import { upload } from '../http/upload/upload.ts';
import { bytes, type Progress } from '../output/progress.ts';
import { stateFolder } from '../profile/paths.ts';
import { buildRequest, type Values } from './request.ts';
import { viewOf } from './send.ts';

/** Uploads a file of any size and answers with what the server made of it. */
export async function uploadResult(
  operation: Operation,
  request: ApiRequest,
  input: FlagValues,
  services: Services,
): Promise<CommandResult> {
  const text = await sendUpload(operation, request, input, services);
  return jsonTextResult(text, viewOf(operation.response));
}

/**
 * Uploads a file of any size.
 * @returns the server's answer for the whole file, as JSON
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
  // How much a pipe brings, or a folder when it is packed, is known when the first bytes leave.
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

/** Where the journals of uploads lie, or undefined where there is no place for them. */
export function journalFolder({ context }: Services): string | undefined {
  const folder = stateFolder(context);
  return folder && join(folder, 'uploads');
}

/** Downloads a file to where `--out` says, else into this folder under the name that the server gives. */
export async function downloadResult(
  operation: Operation,
  request: ApiRequest,
  values: Values,
  services: Services,
): Promise<CommandResult> {
  const { out, yes } = services.globals;
  const sink = out === '-' ? services.output.bytes() : undefined;
  const place = await placeOf(out, fallbackName(operation, values), services.context.cwd);
  const client = await services.clientFor(operation.sentWith);
  const expectedSize = await sizeOf(operation, values, client);
  const progress = services.output.progress({ label: 'downloading', unit: 'bytes', total: expectedSize });
  const options = { expectedSize, onProgress: progress.update };
  try {
    if (sink) {
      await download(client, request, async () => sink, options);
      return {};
    }
    const file = await downloadToFile(client, request, place, { ...options, overwrite: yes });
    return savedResult(file, services);
  } finally {
    progress.stop();
  }
}

/** People are told what the file is called; who asks for a format gets the same as data, since the server may name it. */
function savedResult({ path, size }: DownloadedFile, { globals, context }: Services): CommandResult {
  const { format, fields, filter } = globals;
  if (format === undefined && fields === undefined && filter === undefined)
    return doneResult(`Saved ${relative(context.cwd, path)} (${bytes(size)}).`);
  return jsonResult({ path, size });
}

/** A folder as `--out` takes the file under the server's name. */
async function placeOf(out: string | undefined, name: string, cwd: string): Promise<DownloadPlace> {
  const path = resolve(cwd, out ?? '.');
  const stats = await stat(path).catch(() => undefined);
  return stats?.isDirectory() ? { folder: path, fallbackName: name } : { path };
}

/** The name of a file that the server gives none: `get-flag` of `us` becomes `flag-us`. */
function fallbackName(operation: Operation, values: Values): string {
  const what = operation.command.replace(/^(get|download)-/, '');
  const which = operation.params.filter((param) => param.in === 'path').map(({ name }) => values[name]);
  return [what, ...which.slice(-1)].join('-');
}

/** A stored file's own size, against which what arrives is checked. Who may not look at the file may still download it. */
async function sizeOf(operation: Operation, values: Values, client: Client): Promise<number | undefined> {
  const isStoredFile = /\/files\/\{fileId\}\/(download|view)$/.test(operation.path);
  if (!isStoredFile) return undefined;
  const { storage } = await import('../api/storage.ts');
  const getFile = operationOf(storage, 'get-file');
  try {
    const { text } = await client.text(buildRequest(getFile, values));
    const { sizeOriginal } = JSON.parse(text) ?? {};
    return typeof sizeOriginal === 'number' ? sizeOriginal : undefined;
  } catch (error) {
    if (error instanceof CliError && error.exitCode === ExitCode.auth) return undefined;
    throw error;
  }
}
