/** Reads the project file and the project, and compares them. */
import { forEachConcurrent } from '../../bulk/concurrency.ts';
import type { Services } from '../../core/services.ts';
import type { Client } from '../../http/types.ts';
import type { Resolved } from '../../profile/resolve.ts';
import { checkProject } from '../check/check.ts';
import { compare, comparedBy } from '../diff/compare.ts';
import type { CodeComparison, Comparison, Rename } from '../diff/difference.ts';
import type { FindOptions, ProjectFiles } from '../file/find.ts';
import { type FileReading, problemLines, readProject } from '../file/read.ts';
import { compareCode } from '../live/code.ts';
import { requireNamed } from '../live/not-compared.ts';
import { projectAuth, readLive } from '../live/read.ts';
import { isSelected, type Selection, withoutIgnored } from '../model/selection.ts';
import type { LiveProject, ResourceRef } from '../model/state.ts';
import type { PlanTarget } from '../plan/plan.ts';
import { refuseFaults } from './faults.ts';
import { missingFolders, requireProjectFile } from './project-file.ts';
import type { PushTarget } from './target.ts';

/** The comparison that a line asks for. */
export interface ProjectRequest {
  readonly file: FindOptions;
  readonly select: Selection;
  /** Resources that are read, if these are more than the selected ones. */
  readonly reads?: Selection;
  readonly renames: readonly Rename[];
  /** False: the code of functions is not looked at. */
  readonly comparesCode: boolean;
  /** True if variables in the `.env` of a function's folder count as the file's, unless the file sets them. */
  readonly readsEnvFiles: boolean;
  /** Decides about the connection, instead of the environment and the project file that the line names. */
  readonly connection?: PushTarget['connection'];
}

export interface ComparedProject {
  readonly files: ProjectFiles;
  readonly reading: FileReading;
  readonly live: LiveProject;
  readonly comparison: Comparison;
  readonly target: PlanTarget;
  /** Acts for the project. */
  readonly client: Client;
}

/**
 * Nothing is sent before the file is known to have no faults.
 * @throws CliError exit 2 for a faulty file, with all faults, or an unknown environment; exit 3 for a credential that can't
 *   read what the line names; HttpError
 */
export async function compareProject(services: Services, request: ProjectRequest): Promise<ComparedProject> {
  const files = requireProjectFile(services, request.file);
  const reading = readFiles(services, files, request);
  const connection = request.connection ?? {
    environment: files.settings.environment,
    projectFile: request.file.config === undefined ? undefined : files.main.absolutePath,
  };
  const target = targetOf(await services.resolve(projectAuth, connection), services, files);
  const client = await services.clientFor(projectAuth, connection);
  const { desired, settings } = reading;
  const { select, reads = select, renames, comparesCode } = request;
  const live = await readLive(services, {
    select: reads,
    desired,
    connection,
    ...(!comparesCode && { readsCode: () => false }),
  });
  requireNamed(live, select);
  const options = { select, ignore: settings.ignore, renames };
  const code = comparesCode ? await codeOf(reading, live, comparedBy(live, options), client) : new Map();
  const comparison = compare(desired, live, code, options);
  return {
    files,
    reading,
    live,
    comparison,
    target: { ...target, serverVersion: live.serverVersion },
    client,
  };
}

/** References matter only for what the line is about. */
function readFiles(
  { context, apiVersion }: Services,
  files: ProjectFiles,
  { select, comparesCode, readsEnvFiles }: ProjectRequest,
): FileReading {
  const about = withoutIgnored(select, files.settings.ignore);
  const isAbout = (resource: ResourceRef) => isSelected(about, resource);
  const reading = readProject(files, { resolveSecrets: isAbout, env: context.env, readsEnvFiles });
  const { desired } = reading;
  const { problems, warnings } = checkProject(desired, apiVersion.version);
  const folders = comparesCode ? missingFolders(desired) : [];
  refuseFaults([...reading.problems, ...problems, ...folders]);
  return { ...reading, desired: { ...desired, notes: [...desired.notes, ...problemLines(warnings)] } };
}

function targetOf(
  { connection, sources }: Resolved,
  { apiVersion }: Services,
  files: ProjectFiles,
): PlanTarget {
  const { environment } = files.settings;
  const nameOf = (source: Resolved['sources']['project'], ofEnvironment: string | undefined) => {
    if (source?.from !== 'appwrite.json') return source?.detail ?? '';
    return environment && ofEnvironment !== undefined ? `--env ${environment.name}` : files.path;
  };
  const project = nameOf(sources.project, environment?.projectId);
  const endpoint = nameOf(sources.endpoint, environment?.endpoint);
  return {
    endpoint: connection.endpoint,
    projectId: connection.project!,
    apiVersion: apiVersion.version,
    serverVersion: undefined,
    environment: environment?.name,
    why: project === endpoint ? project : `${project}, address from ${endpoint}`,
  };
}

async function codeOf(
  { desired }: FileReading,
  live: LiveProject,
  isCompared: (resource: ResourceRef) => boolean,
  client: Client,
): Promise<ReadonlyMap<string, CodeComparison>> {
  const found = new Map<string, CodeComparison>();
  const wanted = [...desired.code.values()].filter(({ functionId }) =>
    isCompared({ kind: 'code', path: [functionId] }),
  );
  await forEachConcurrent(wanted, { current: 2 }, async (code) => {
    found.set(code.functionId, await compareCode(code, live.code.get(code.functionId), client));
  });
  return found;
}
