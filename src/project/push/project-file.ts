import { statSync } from 'node:fs';
import type { Services } from '../../core/services.ts';
import { usageError } from '../../errors.ts';
import { type FindOptions, findProjectFile, type ProjectFiles } from '../file/find.ts';
import { type DesiredProject, type FileProblem, keyOf } from '../model/state.ts';

/**
 * Finds the files of the project, and passes their warnings on.
 * @throws CliError exit 2 if there are none
 */
export function requireProjectFile(services: Services, options: FindOptions): ProjectFiles {
  const files = locateRequired(services, options);
  for (const warning of files.warnings) services.output.warn(warning);
  return files;
}

/**
 * Finds the files of the project, and says nothing of their warnings.
 * @throws CliError exit 2 if there are none
 */
export function locateRequired({ context }: Pick<Services, 'context'>, options: FindOptions): ProjectFiles {
  const files = findProjectFile(context, options);
  if (files) return files;
  throw usageError(
    'there is no appwrite.json or appwrite.config.json in this folder or one above',
    '--config names another file; appwrite-cli init makes one',
  );
}

/** Code may be missing in a checkout that has the schema only; a push of it fails. */
export function missingFolders({ code }: DesiredProject): FileProblem[] {
  return [...code.values()].flatMap(({ functionId, folder, place }) => {
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return [];
    const name = keyOf({ kind: 'function', path: [functionId] });
    return [{ place, message: `${name}: there is no folder ${folder}` }];
  });
}
