/** The variables of a function that runs here, from all their sources. */
import { readFileSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Services } from '../../../core/services.ts';
import { usageError } from '../../../errors.ts';
import type { Variables } from '../../../functions/runtime/environment.ts';
import { reasonOf } from '../../../lib/files/fs-error.ts';
import { counted, sampleOf } from '../../../lib/text/words.ts';
import { readEnvFile } from '../../../project/file/env-file.ts';
import { readLive } from '../../../project/live/read.ts';
import { reasonNotCompared } from '../../../project/model/state.ts';
import type { LocalFunction, LocalProject } from './local-function.ts';
import type { LocalValues } from './options.ts';

/** Variables of a server, never written to a file. */
export interface ServerVariables {
  readonly project: Variables;
  readonly ofFunctions: ReadonlyMap<string, Variables>;
}

export const noServerVariables: ServerVariables = { project: {}, ofFunctions: new Map() };

/** Absolute path of the file with the variables of a function; it need not exist unless the user names it. */
export const envFileOf = (
  { folder }: Pick<LocalFunction, 'folder'>,
  { envFile }: Pick<LocalValues, 'envFile'>,
  { context }: Pick<Services, 'context'>,
): string => (envFile === undefined ? join(folder, '.env') : resolve(context.cwd, envFile));

/** Larger files are no lists of variables. */
const maxEnvFileBytes = 1024 * 1024;

/**
 * Reads a file of variables. Lines that set nothing are named in a warning, without their text, which may be secret.
 * @param path absolute
 * @returns none if the file is absent and the user has not named it
 * @throws CliError exit 2 if it can't be read
 */
export function readEnvVariables(
  path: string,
  { envFile }: Pick<LocalValues, 'envFile'>,
  { context, output }: Pick<Services, 'context' | 'output'>,
): Variables {
  const shown = envFile ?? (relative(context.cwd, path) || path);
  const refuse = (reason: string) =>
    usageError(`${envFile === undefined ? '' : '--env-file: '}can't read ${shown}: ${reason}`);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined && envFile === undefined) return {};
  if (stats?.isDirectory()) throw refuse('it is a folder');
  if (stats !== undefined && stats.size > maxEnvFileBytes) throw refuse('it is larger than 1 MiB');
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw refuse(reasonOf(error));
  }
  const { variables, unreadable, repeated } = readEnvFile(text);
  if (unreadable.length > 0)
    output.warn(
      `${shown}: ${unreadable.length === 1 ? 'line' : 'lines'} ${sampleOf(unreadable.map(String))} set nothing`,
    );
  if (repeated.length > 0)
    output.warn(`${shown} sets ${sampleOf(repeated)} more than once: the last value counts`);
  return Object.fromEntries(variables);
}

/**
 * Reads the values that a server has.
 * @throws CliError exit 3 without a credential; HttpError
 */
export async function readServerVariables(
  { functions, path }: LocalProject,
  services: Services,
): Promise<ServerVariables> {
  const { output } = services;
  const live = await readLive(services, {
    select: { only: [{ selector: 'variables', path: [] }], except: [] },
    readsCode: () => false,
    connection: { projectFile: path },
  });
  const project: Record<string, string> = {};
  const ofFunctions = new Map<string, Record<string, string>>(functions.map(({ id }) => [id, {}]));
  const withheld: string[] = [];
  for (const { kind, path, fields } of live.resources.values()) {
    const target =
      kind === 'project variable' ? project : kind === 'variable' ? ofFunctions.get(path[0]!) : undefined;
    const value = fields.get('value');
    if (target === undefined) continue;
    if (typeof value === 'string') target[path.at(-1)!] = value;
    else withheld.push(path.at(-1)!);
  }
  const reason = reasonNotCompared(live, 'project variable');
  if (reason !== undefined)
    output.note(
      reason.kind === 'missing-scope'
        ? `The variables of the project were not read: the key lacks the scope ${reason.scope}.`
        : 'The variables of the project were not read: only the session of a console login can see them.',
    );
  if (withheld.length > 0)
    output.warn(
      `the server keeps ${counted(withheld.length, 'values')} secret: ${sampleOf(withheld)}; set them in .env`,
    );
  return { project, ofFunctions };
}

/**
 * Returns the variables of a function. Later ones replace earlier ones: those of the server, of the project file, of `.env`,
 * of `--set`.
 */
export const variablesOf = (
  { id, variables }: LocalFunction,
  project: Pick<LocalProject, 'variables'>,
  server: ServerVariables,
  { ofFile, mapped }: { readonly ofFile: Variables; readonly mapped: Variables },
): { readonly project: Variables; readonly function: Variables } => ({
  project: { ...server.project, ...project.variables },
  function: { ...server.ofFunctions.get(id), ...variables, ...ofFile, ...mapped },
});
