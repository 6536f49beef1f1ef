/** Writes what a project file describes into a folder, as `pull --code` would into a new one. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CliError, ExitCode } from '../../errors.ts';
import type { Client } from '../../http/types.ts';
import { writeFailure } from '../../lib/files/target.ts';
import { idForm } from '../../operations/values.ts';
import { editProject } from '../../project/file/edit.ts';
import { newProjectFile, ownFileName } from '../../project/file/find.ts';
import { ownFileVersion } from '../../project/file/settings.ts';
import { writeProject } from '../../project/file/write.ts';
import type { KindName } from '../../project/model/kind.ts';
import { kindNamed } from '../../project/model/kinds.ts';
import { isSelected, type Selection } from '../../project/model/selection.ts';
import type { LiveCode, LiveProject, LiveResource } from '../../project/model/state.ts';
import { fileNameOf } from '../names.ts';

/** Folder of the code of functions. */
const codeFolder = 'functions';

/** Kinds that a project file has only if it has a list of them already. */
const ownKinds = [
  'provider',
  'project variable',
  'platform',
  'webhook',
  'oauth',
] as const satisfies KindName[];

export interface ProjectFolderOptions {
  readonly select: Selection;
  readonly client: Client;
  /** True if the values of variables are stored, so that their names belong into the file. */
  readonly withSecrets: boolean;
}

/**
 * Writes the project files, and the code of the active deployments.
 * @param folder absolute; project files and code in it are replaced
 * @throws CliError exit 1 if something can't be written; HttpError if a download fails
 */
export async function writeProjectFolder(
  folder: string,
  project: LiveProject,
  { select, client, withSecrets }: ProjectFolderOptions,
): Promise<void> {
  const live = withoutUnusedProviders(project);
  for (const name of ['appwrite.json', ownFileName, codeFolder])
    rmSync(join(folder, name), { recursive: true, force: true });
  const codes = [...live.code.values()].filter(({ functionId }) =>
    isSelected(select, { kind: 'code', path: [functionId] }),
  );
  if (codes.length > 0) await writeCode(folder, codes, client);
  writeOwnFile(folder, live, { select, withSecrets });
  const files = newProjectFile({ cwd: folder, home: undefined, uid: undefined });
  const edits = editProject(files, live, {
    select,
    removes: () => false,
    codeFolders: new Map(
      codes.map(({ functionId }) => [functionId, `${codeFolder}/${codeName(functionId)}`]),
    ),
  });
  await writeProject(edits);
}

async function writeCode(folder: string, codes: readonly LiveCode[], client: Client): Promise<void> {
  const { fetchCode } = await import('../../project/live/fetch-code.ts');
  for (const code of codes) {
    const fetched = await fetchCode(code, join(folder, codeFolder, codeName(code.functionId)), client);
    try {
      await fetched.write();
    } finally {
      fetched.discard();
    }
  }
}

/** Every project has all sign-in providers; those that were never set up say nothing. */
function withoutUnusedProviders(live: LiveProject): LiveProject {
  const isUsed = ({ kind, fields }: LiveResource) =>
    kind !== 'oauth' || fields.get('enabled') === true || Boolean(fields.get('appId'));
  return { ...live, resources: new Map([...live.resources].filter(([, resource]) => isUsed(resource))) };
}

function codeName(functionId: string): string {
  if (idForm.test(functionId)) return fileNameOf(functionId);
  throw new CliError(
    ExitCode.failure,
    `the server has a function with the ID ${JSON.stringify(functionId)}, which can't be one`,
  );
}

/** Writes a file with empty lists of the kinds that there are; the editing adds their entries. */
function writeOwnFile(
  folder: string,
  live: LiveProject,
  { select, withSecrets }: Pick<ProjectFolderOptions, 'select' | 'withSecrets'>,
): void {
  const kinds = ownKinds.filter((name) => {
    const isThere = [...live.resources.values()].some(
      (each) => each.kind === name && isSelected(select, each),
    );
    return isThere && (withSecrets || name !== 'project variable');
  });
  if (kinds.length === 0) return;
  const lists = kinds.map((name) => [kindNamed(name).sections[0]!, name === 'project variable' ? {} : []]);
  const body = { version: ownFileVersion, ...Object.fromEntries(lists) };
  const path = join(folder, ownFileName);
  try {
    writeFileSync(path, `${JSON.stringify(body, undefined, 2)}\n`, { mode: 0o600 });
  } catch (error) {
    throw writeFailure(path, error);
  }
}
