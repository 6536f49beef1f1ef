/** The environments that `--env` takes. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { findProjectFile } from './find.ts';
import { type Environment, environmentNameProblem, environmentOf } from './settings.ts';
import { readSource } from './source.ts';

const overlayName = /^appwrite\.(.+)\.json$/;

/**
 * Returns the environments of the project file: those of `appwrite-cli.json`, and overlays beside it that name a project.
 * @throws CliError exit 2 if a file can't be used
 */
export function listEnvironments(context: Pick<Context, 'cwd' | 'home' | 'uid'>): Environment[] {
  const files = findProjectFile(context);
  if (!files) return [];
  const listed = files.settings.environments;
  const overlays = readdirSync(files.folder).flatMap((file) => {
    const [, name] = overlayName.exec(file) ?? [];
    if (name === undefined || listed.has(name) || environmentNameProblem(name) !== undefined) return [];
    const overlay = readSource(context, join(files.folder, file), 'overlay');
    return overlay ? environmentOf(name, overlay) : [];
  });
  return [...listed.values(), ...overlays.filter(({ projectId }) => projectId !== undefined)];
}
