import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createQuestions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import type { CommandResult } from '../../core/spec.ts';
import { ExitCode, usageError } from '../../errors.ts';
import { counted } from '../../lib/text/words.ts';
import { dryRun } from '../../operations/run.ts';
import { comparedBy } from '../../project/diff/compare.ts';
import { editProject, type FileEdits } from '../../project/file/edit.ts';
import {
  type FindOptions,
  findProjectFile,
  newProjectFile,
  type ProjectFiles,
} from '../../project/file/find.ts';
import { readProject } from '../../project/file/read.ts';
import { checkVariablesPath, variablesFor, writeVariables } from '../../project/file/variables-file.ts';
import { writeProject } from '../../project/file/write.ts';
import { notComparedLines, requireNamed } from '../../project/live/not-compared.ts';
import { firstRequest, projectAuth, readLive } from '../../project/live/read.ts';
import type { Selector } from '../../project/model/kind.ts';
import { kindNamed } from '../../project/model/kinds.ts';
import type { Selection } from '../../project/model/selection.ts';
import { type DesiredProject, keyOf, type LiveProject, type ResourceRef } from '../../project/model/state.ts';
import { refuseFaults } from '../../project/push/faults.ts';
import { codeFolders, fetchAll } from './pull-code.ts';
import { type Pulled, pullResult } from './pull-output.ts';
import { readSelection, readSelectors, type SelectionValues } from './selection.ts';

export interface PullValues extends FindOptions, Omit<SelectionValues, 'all'> {
  readonly prune: readonly string[] | undefined;
  readonly code: boolean;
  readonly withVariables: string | undefined;
  readonly check: boolean;
}

/**
 * Brings the project file up to date with the server.
 * @throws CliError exit 2 if a file can't be used or the user declines, exit 3 for a kind that can't be read
 */
export async function runPull(values: PullValues, services: Services): Promise<CommandResult> {
  const files = filesToPull(values, services);
  if (services.globals.dryRun) {
    readSelection(values);
    factsOf(files);
    const resolve: Services['resolve'] = (auth) => services.resolve(auth, connectionOf(files));
    return dryRun(firstRequest(services.apiVersion.version), projectAuth, { ...services, resolve });
  }
  const pulled = await pullProject(files, values, services);
  const isDifferent = values.check && differs(pulled);
  return { ...pullResult(pulled, services), ...(isDifferent && { exitCode: ExitCode.differs }) };
}

/**
 * Pulls everything into a project file that has nothing but its project.
 * @throws CliError as {@link runPull}, and exit 2 if the settings name another project
 */
export const pullFirst = (services: Services): Promise<Pulled> =>
  pullProject(
    filesToPull({}, services),
    {
      kinds: undefined,
      only: undefined,
      except: undefined,
      prune: undefined,
      code: false,
      withVariables: undefined,
      check: false,
    },
    services,
    'refuse',
  );

/** @param otherProject reaction to a file that names another project than the settings */
async function pullProject(
  files: ProjectFiles,
  values: PullValues,
  services: Services,
  otherProject: 'warn' | 'refuse' = 'warn',
): Promise<Pulled> {
  const { context, globals, output } = services;
  const select = readSelection(values);
  const prune = readSelectors('--prune', values.prune);
  const desired = factsOf(files);
  const { settings } = files;
  const variablesPath =
    values.withVariables === undefined ? undefined : resolve(context.cwd, values.withVariables);
  if (variablesPath !== undefined)
    checkVariablesPath(variablesPath, { overwrite: globals.yes || values.check });
  const connection = connectionOf(files);
  const resolved = await services.resolve(projectAuth, connection);
  const { endpoint, project } = resolved.connection;
  services.output.note(`Reading the project ${project} at ${endpoint}.`);
  const problem = problemOfProject(files, desired, project);
  if (problem !== undefined && otherProject === 'refuse') throw usageError(problem);
  if (problem !== undefined) services.output.warn(problem);
  const pullsCode = values.code || select.only?.some(({ selector }) => selector === 'code') === true;
  const live = await readLive(services, { select, connection, readsCode: () => pullsCode });
  requireNamed(live, select);
  for (const line of [...live.notes, ...notComparedLines(live, desired)]) output.note(line);

  const isConcerned = comparedBy(live, { select, ignore: settings.ignore });
  const folders = pullsCode ? codeFolders(files, desired, live, isConcerned, services) : new Map();
  const codes = await fetchAll(live, folders, services, connection);
  try {
    const edits = await decideEdits(files, live, { select, prune, check: values.check, folders }, services);
    const variables =
      variablesPath === undefined ? undefined : variablesFor(variablesPath, live, isConcerned);
    for (const key of variables?.left ?? [])
      output.warn(`the value of ${key} can't be written to a file of variables`);
    if (!values.check) {
      await agreeToReplace(codes, services);
      await writeProject(edits);
      for (const code of codes) await code.write();
      if (variables?.isNew) await writeVariables(variablesPath!, variables.text);
    }
    return {
      connection: resolved.connection,
      files,
      edits,
      codes: codes.map(({ functionId, folder, added, changed }) => ({ functionId, folder, added, changed })),
      variables: variables && { path: variablesPath!, names: variables.written, isNew: variables.isNew },
      notCompared: live.notCompared,
      isWritten: !values.check,
    };
  } finally {
    for (const code of codes) code.discard();
  }
}

const connectionOf = ({ settings, main }: ProjectFiles) => ({
  environment: settings.environment,
  ...(main.exists && { projectFile: main.absolutePath }),
});

type FileFacts = Pick<DesiredProject, 'projectId' | 'code' | 'listed'>;

/**
 * Reads what a pull needs of the files. The rest is let go of: 10,000 attributes take 30 MiB.
 * @throws CliError exit 2 for files with faults
 */
function factsOf(files: ProjectFiles): FileFacts {
  const { desired, problems } = readProject(files, { resolveSecrets: false, env: {} });
  refuseFaults(problems);
  const { projectId, code, listed } = desired;
  return { projectId, code, listed };
}

/** Finds the files of the project; a file that is not there is made, at --config or in the current folder. */
function filesToPull(options: FindOptions, { context, output }: Services): ProjectFiles {
  const { config } = options;
  const isThere = config === undefined || existsSync(resolve(context.cwd, config));
  const files = (isThere ? findProjectFile(context, options) : undefined) ?? newProjectFile(context, options);
  for (const warning of files.warnings) output.warn(warning);
  return files;
}

/** Returns the problem with a file that belongs to another project than the one that is read. */
function problemOfProject(
  { path, main }: ProjectFiles,
  { projectId }: FileFacts,
  project: string | undefined,
): string | undefined {
  if (!main.exists || projectId === undefined || projectId === project) return undefined;
  return `${path} names the project ${projectId}, not ${project}`;
}

interface Decision {
  readonly select: Selection;
  /** Kinds whose entries may be removed; none named: all. */
  readonly prune: readonly Selector[] | undefined;
  readonly check: boolean;
  readonly folders: ReadonlyMap<string, { readonly written: string }>;
}

/** Removes entries that are gone from the server if flags say so, or the user. */
async function decideEdits(
  files: ProjectFiles,
  live: LiveProject,
  { select, prune, check, folders }: Decision,
  services: Services,
): Promise<FileEdits> {
  const edit = (removes: (resource: ResourceRef) => boolean) =>
    editProject(files, live, {
      select,
      removes,
      codeFolders: new Map([...folders].map(([id, { written }]) => [id, written])),
    });
  const isPruned = ({ kind }: ResourceRef) =>
    prune !== undefined && (prune.length === 0 || prune.includes(kindNamed(kind).selector));
  const edits = edit(isPruned);
  const { context, globals, output } = services;
  const ask = createQuestions(context, globals);
  if (edits.gone.length === 0 || prune !== undefined || check || globals.yes || !ask.possible) return edits;
  const names = edits.gone.map(keyOf);
  for (const name of names) output.note(`not on the server: ${name}`);
  const isAgreed = await ask.confirm({
    message: `Remove ${counted(names.length, names.length === 1 ? 'entry' : 'entries')} that the server does not have from ${files.path}?`,
    flag: '--prune',
    default: false,
  });
  return isAgreed ? edit(() => true) : edits;
}

/**
 * Files of a function may hold work that is nowhere else.
 * @throws CliError exit 2 without a yes
 */
async function agreeToReplace(
  codes: readonly { readonly functionId: string; readonly changed: readonly string[] }[],
  { confirm, output }: Services,
): Promise<void> {
  const replaced = codes.flatMap(({ functionId, changed }) =>
    changed.map((path) => `${functionId}: ${path}`),
  );
  if (replaced.length === 0) return;
  for (const name of replaced) output.note(`differs from the deployment: ${name}`);
  await confirm(
    `This replaces ${counted(replaced.length, 'files')}`,
    undefined,
    'replacing files that differ',
  );
}

const differs = ({ edits, codes, variables }: Pulled): boolean =>
  edits.files.length > 0 ||
  variables?.isNew === true ||
  codes.some(({ added, changed }) => added.length + changed.length > 0);
