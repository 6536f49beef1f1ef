import type { Operation, Param } from '../api/schema.ts';
import type { FlagValues } from '../core/flags.ts';
import type { Services } from '../core/services.ts';
import { usageError } from '../errors.ts';

/** The parameter of the project that an operation of the console is about, if it is about one. */
export function projectParam({ console: mode, params }: Operation): Param | undefined {
  return mode === 'console'
    ? params.find(({ name, in: place }) => name === 'projectId' && place === 'path')
    : undefined;
}

/** True if the project in use is meant when the line names none. To delete something, the line has to name it. */
export function usesCurrentProject({ method }: Operation): boolean {
  return method !== 'DELETE';
}

/**
 * Adds the project to the values of a line that leaves it out: that of `--project`, otherwise the one in use.
 * @param operation one with a {@link projectParam}
 * @throws CliError exit 2 if the line names two projects; exit 3 as `Services.resolve`
 */
export async function withProject(
  operation: Operation,
  input: FlagValues,
  services: Services,
): Promise<FlagValues> {
  const param = projectParam(operation)!;
  const flagged = services.globals.project;
  const named = input[param.name];
  if (named !== undefined) {
    if (flagged === undefined || flagged === named) return input;
    throw usageError(
      `--project ${flagged} and the project ${String(named)} are both given`,
      'keep one of them',
    );
  }
  if (flagged !== undefined) return { ...input, [param.name]: flagged };
  if (!usesCurrentProject(operation)) return input;
  const { connection, sources } = await services.resolve(['Admin'], { project: 'optional' });
  return sources.project === undefined ? input : { ...input, [param.name]: connection.project };
}
