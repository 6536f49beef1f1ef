import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { FlagValues, FlagValuesOf } from '../../core/flags.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonTextResult, textResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import { createArchive } from '../../functions/pack/archive.ts';
import { type Contents, type FolderWords, listContents } from '../../functions/pack/contents.ts';
import { toCurl } from '../../http/curl.ts';
import type { FormFile } from '../../http/types.ts';
import { readValues } from '../../operations/read.ts';
import { buildRequest } from '../../operations/request.ts';
import { viewOf } from '../../operations/send.ts';
import { createSources, type Sources } from '../../operations/sources.ts';
import { sendUpload } from '../../operations/transfer.ts';
import { readWait } from '../../operations/wait-flags.ts';
import { describeContents } from './describe-contents.ts';
import { defaultBuildSeconds, type deploymentFlags } from './flags.ts';
import { type DeploymentOperations, followBuild } from './follow-build.ts';

/** The server rejects code with any other extension. */
const archiveName = 'code.tar.gz';

/**
 * Uploads code, packs it first if it is a folder, and follows its build with `--wait`.
 * @throws CliError exit 2 for an invalid line or folder; as sendUpload and followBuild
 */
export async function createDeployment(
  { create: operation, look }: DeploymentOperations,
  input: FlagValues & FlagValuesOf<typeof deploymentFlags>,
  services: Services,
): Promise<CommandResult> {
  const { globals, output } = services;
  const wait = readWait(input, defaultBuildSeconds);
  const sources = new CodeSources(input.ignore ?? [], services);
  const values = await readValues(operation, input, sources);
  const { contents } = sources;
  if (input.ignore && !contents)
    throw usageError('--ignore is for folders, and --code is a file', 'leave one of them out');
  if (contents && contents.secrets.length > 0)
    output.warn(`left out, since secrets don't belong in code: ${contents.secrets.join(', ')}`);
  const request = buildRequest(operation, values);
  if (globals.dryRun) {
    const { connection } = await services.resolve(operation.sentWith);
    const curl = toCurl(request, connection, { insecure: globals.insecure });
    const text = contents ? `${describeContents(contents)}\n${curl}` : curl;
    return textResult(text);
  }
  const text = await sendUpload(operation, request, input, services);
  if (wait !== undefined) return followBuild(look, text, wait, services);
  return jsonTextResult(text, viewOf(operation));
}

const wordsOfFlag: FolderWords = {
  name: '--code',
  leaveOut: (pattern) => `leave it out with --ignore '${pattern}'`,
};

/** The usual sources, but code may be a folder. */
class CodeSources implements Sources {
  readonly #patterns: readonly string[];
  readonly #cwd: string;
  readonly #sources: Sources;
  /** Contents of the folder; undefined if code is not a folder. */
  contents: Contents | undefined;

  constructor(patterns: readonly string[], { context }: Services) {
    this.#patterns = patterns;
    this.#cwd = context.cwd;
    this.#sources = createSources(context);
  }

  get stdinEchoes(): boolean {
    return this.#sources.stdinEchoes;
  }

  dates(): ReturnType<Sources['dates']> {
    return this.#sources.dates();
  }

  file(flag: string, path: string): Promise<string> {
    return this.#sources.file(flag, path);
  }

  stdin(flag: string): Promise<string> {
    return this.#sources.stdin(flag);
  }

  async upload(...[param, path]: Parameters<Sources['upload']>): Promise<FormFile> {
    const absolute = resolve(this.#cwd, path);
    const stats = path === '-' ? undefined : await stat(absolute).catch(() => undefined);
    if (stats?.isDirectory()) {
      const contents = await listContents(absolute, this.#patterns, wordsOfFlag);
      if (!contents.entries.some(({ kind }) => kind === 'file'))
        throw usageError(`${param.flag}: there is no file to pack in ${path}`);
      this.contents = contents;
      const open = () => createArchive(contents);
      return { field: param.name, filename: archiveName, size: undefined, open };
    }
    const file = (await this.#sources.upload(param, path)) as FormFile;
    return path === '-' ? { ...file, filename: archiveName } : file;
  }
}
