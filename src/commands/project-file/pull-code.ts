import { dirname, join, relative, sep } from 'node:path';
import type { ResolveOptions, Services } from '../../core/services.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import type { ProjectFiles } from '../../project/file/find.ts';
import { shownPath, staysIn } from '../../project/file/source.ts';
import { type FetchedCode, fetchCode } from '../../project/live/fetch-code.ts';
import { projectAuth } from '../../project/live/read.ts';
import { type DesiredProject, keyOf, type LiveProject, type ResourceRef } from '../../project/model/state.ts';

/** Folder of the code of a function. */
export interface CodeFolder {
  /** Absolute. */
  readonly folder: string;
  /** As the file names it: relative to the file that has the function. */
  readonly written: string;
}

/**
 * Returns the folders for the code of functions that have some, by ID: those of the file, and `functions/ID` for the
 * others.
 * @throws CliError exit 2 for one outside of the project's folder, exit 1 for an ID that can't be one
 */
export function codeFolders(
  files: ProjectFiles,
  desired: Pick<DesiredProject, 'code'>,
  live: LiveProject,
  isConcerned: (resource: ResourceRef) => boolean,
  { output }: Pick<Services, 'output'>,
): ReadonlyMap<string, CodeFolder> {
  const list = files.includes.find(({ section }) => section === 'functions') ?? files.main;
  const base = dirname(list.absolutePath);
  const folders = new Map<string, CodeFolder>();
  for (const resource of live.resources.values()) {
    const id = resource.path[0]!;
    if (resource.kind !== 'function' || !isConcerned({ kind: 'code', path: [id] })) continue;
    if (!live.code.has(id)) {
      output.note(`${keyOf(resource)} has no active deployment.`);
      continue;
    }
    const folder = desired.code.get(id)?.folder ?? join(base, 'functions', safeName(id));
    if (!staysIn(files.folder, folder))
      throw usageError(`${keyOf(resource)}: its path ${folder} leaves the folder of the project`);
    folders.set(id, { folder, written: relative(base, folder).split(sep).join('/') });
  }
  return folders;
}

function safeName(id: string): string {
  if (/^[A-Za-z0-9][\w.-]*$/.test(id)) return id;
  throw new CliError(
    ExitCode.failure,
    `the server has a function with the ID ${JSON.stringify(id)}, which can't be one`,
  );
}

/**
 * Downloads the active deployments of functions, one after the other.
 * @param folders by ID of the function
 * @throws CliError as `fetchCode`
 */
export async function fetchAll(
  live: LiveProject,
  folders: ReadonlyMap<string, CodeFolder>,
  services: Services,
  connection: Pick<ResolveOptions, 'environment' | 'projectFile'>,
): Promise<FetchedCode[]> {
  const { output } = services;
  const fetched: FetchedCode[] = [];
  try {
    for (const [id, { folder }] of folders) {
      const name = keyOf({ kind: 'function', path: [id] });
      output.note(`Downloading the code of ${name} to ${shownPath(services.context, folder)}.`);
      const client = await services.clientFor(projectAuth, connection);
      fetched.push(await fetchCode(live.code.get(id)!, folder, client));
    }
    return fetched;
  } catch (error) {
    for (const code of fetched) code.discard();
    throw error;
  }
}
