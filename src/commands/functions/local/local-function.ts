/** Functions of the project file, as they can run here. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Services } from '../../../core/services.ts';
import { CliError, ExitCode, usageError } from '../../../errors.ts';
import { parseRuntime, type Variables } from '../../../functions/runtime/environment.ts';
import type { Runtime } from '../../../functions/runtime/types.ts';
import { closestMatch } from '../../../lib/text/suggest.ts';
import { ownFileName, type ProjectFiles } from '../../../project/file/find.ts';
import { readProject } from '../../../project/file/read.ts';
import {
  type DesiredProject,
  type DesiredResource,
  keyOf,
  shownPlace,
} from '../../../project/model/state.ts';
import { refuseFaults } from '../../../project/push/faults.ts';
import { requireProjectFile } from '../../../project/push/project-file.ts';
import { isId } from '../../../sandbox/core/ids.ts';
import type { LocalValues } from './options.ts';

export interface LocalFunction {
  readonly id: string;
  readonly name: string;
  readonly runtime: Runtime;
  /** Path of the file to load, relative to the folder. */
  readonly entrypoint: string;
  /** Commands that build the code; often empty. */
  readonly commands: string;
  /** In seconds. */
  readonly timeoutSeconds: number;
  readonly events: readonly string[];
  /** Absolute path of the code. */
  readonly folder: string;
  /** Exclusions in the syntax of .gitignore. */
  readonly ignore: readonly string[];
  /** Those that the project file sets. */
  readonly variables: Variables;
}

export interface LocalProject {
  readonly projectId: string | undefined;
  readonly functions: readonly LocalFunction[];
  /** Those of the project file that all functions share. */
  readonly variables: Variables;
  /** Absolute path of the project file. */
  readonly path: string;
  /** As it is shown. */
  readonly shown: string;
  /** Absolute paths of all files that it is made of, and of its companion, which need not exist. */
  readonly sources: readonly string[];
  /** Absolute path of its folder. */
  readonly folder: string;
}

/**
 * Reads functions of the project file.
 * @param ids none: all whose code it names
 * @throws CliError exit 2 without a project file, for faults of it, and for functions that can't run
 */
export function readLocalProject(
  ids: readonly string[],
  { config, env }: Pick<LocalValues, 'config' | 'env'>,
  services: Services,
): LocalProject {
  const files = requireProjectFile(services, { config, env });
  const outline = readProject(files, { resolveSecrets: false, env: {} }).desired;
  const chosen = chosenIds(ids, outline, files.path);
  const { desired, problems } = readProject(files, {
    // A secret of something else may be missing here.
    resolveSecrets: ({ kind, path }) =>
      kind === 'project variable' || (kind === 'variable' && chosen.includes(path[0]!)),
    env: services.context.env,
  });
  refuseFaults(problems);
  return {
    projectId: desired.projectId,
    functions: chosen.map((id) => localFunction(id, desired)),
    variables: variablesOf(desired, ({ kind }) => kind === 'project variable'),
    path: files.main.absolutePath,
    shown: files.path,
    sources: sourcesOf(files),
    folder: files.folder,
  };
}

function sourcesOf({ main, includes, own, overlay, folder }: ProjectFiles): readonly string[] {
  const read = [main, ...includes, own, overlay].flatMap((source) => source?.absolutePath ?? []);
  return [...new Set([...read, join(folder, ownFileName)])];
}

function chosenIds(ids: readonly string[], { resources, code }: DesiredProject, file: string): string[] {
  const known = [...resources.values()].flatMap(({ kind, path }) => (kind === 'function' ? path : []));
  for (const id of ids)
    if (!known.includes(id)) {
      const guess = closestMatch(id, known);
      throw usageError(
        `${file} has no function ${id}`,
        guess !== undefined
          ? `did you mean ${guess}?`
          : known.length > 0
            ? `its functions: ${known.join(', ')}`
            : 'appwrite-cli functions init NAME adds one',
      );
    }
  const all = [...new Set(ids.length > 0 ? ids : code.keys())];
  if (all.length > 0) return all;
  throw usageError(
    known.length === 0
      ? `${file} has no functions`
      : `${file} names no code of its functions: add "path", the folder of the code, to each`,
    known.length === 0 ? 'appwrite-cli functions init NAME adds one' : undefined,
  );
}

function localFunction(id: string, desired: DesiredProject): LocalFunction {
  const resource = desired.resources.get(keyOf({ kind: 'function', path: [id] }))!;
  const refuse = (problem: string, hint?: string) =>
    usageError(`${shownPlace(resource.place)}: function ${id} ${problem}`, hint);
  if (!isId(id)) throw refuse('has an ID that no server takes');
  const code = desired.code.get(id);
  if (code === undefined) throw refuse('has no "path", the folder of its code');
  if (!statSync(code.folder, { throwIfNoEntry: false })?.isDirectory())
    throw new CliError(
      ExitCode.usage,
      `${shownPlace(code.place)}: function ${id}: there is no folder ${code.folder}`,
    );
  const id_ = textOf(resource, 'runtime');
  if (id_ === undefined)
    throw refuse('has no "runtime"', 'name language and version: "runtime": "node-18.0"');
  const runtime = parseRuntime(id_);
  if (runtime === undefined) throw refuse(`has the runtime "${id_}", which is not LANGUAGE-VERSION`);
  const entrypoint = textOf(resource, 'entrypoint');
  if (!entrypoint) throw refuse('has no "entrypoint"', 'name the file to run: "entrypoint": "src/main.js"');
  const timeout = resource.fields.get('timeout')?.value;
  const events = resource.fields.get('events')?.value;
  return {
    ...{ id, runtime, entrypoint, folder: code.folder, ignore: code.ignore },
    name: textOf(resource, 'name') ?? id,
    commands: textOf(resource, 'commands') ?? '',
    timeoutSeconds: typeof timeout === 'bigint' ? Number(timeout) : defaultTimeoutSeconds,
    events: Array.isArray(events) ? events : [],
    variables: variablesOf(desired, ({ kind, path }) => kind === 'variable' && path[0] === id),
  };
}

/** That of a server for a function without one. */
const defaultTimeoutSeconds = 15;

function textOf({ fields }: DesiredResource, field: string): string | undefined {
  const value = fields.get(field)?.value;
  return typeof value === 'string' ? value : undefined;
}

function variablesOf(
  { resources }: DesiredProject,
  isWanted: (resource: DesiredResource) => boolean,
): Variables {
  return Object.fromEntries(
    [...resources.values()].filter(isWanted).flatMap((resource) => {
      const value = textOf(resource, 'value');
      return value === undefined ? [] : [[resource.path.at(-1)!, value] as const];
    }),
  );
}
