import { existsSync } from 'node:fs';
import type { ConsoleApi } from '../../console/api.ts';
import type { ProjectChoice } from '../../console/project.ts';
import type { Questions } from '../../core/prompts/questions.ts';
import type { Services } from '../../core/services.ts';
import { CliError } from '../../errors.ts';
import { projectFilePath } from './project-file.ts';

interface PullChoice {
  /** The answer by a flag. */
  readonly given: boolean | undefined;
  readonly project: ProjectChoice;
  readonly console: ConsoleApi | undefined;
}

/**
 * Decides if the resources of the project are written into the file. Asks only about a new file for a project that
 * exists and can be read.
 */
export async function choosePull(
  ask: Questions,
  { given, project, console }: PullChoice,
  services: Services,
): Promise<boolean> {
  if (given !== undefined) return given;
  const { globals, context } = services;
  const isFirst = project.kind === 'there' && !existsSync(projectFilePath(context.cwd));
  if (!ask.possible || globals.yes || !isFirst) return false;
  if (!console && !(await hasCredential(services))) return false;
  const message = "Write the project's resources to appwrite.json?";
  return ask.confirm({ message, flag: '--pull', default: true });
}

async function hasCredential(services: Services): Promise<boolean> {
  const { projectAuth } = await import('../../project/live/read.ts');
  try {
    await services.resolve(projectAuth, { project: 'optional' });
    return true;
  } catch (error) {
    if (error instanceof CliError) return false;
    throw error;
  }
}
