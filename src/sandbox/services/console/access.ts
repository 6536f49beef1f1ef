import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { consoleId, type Project, projectNotFound, projects } from '../../core/records/projects.ts';

/** True if the console's user can see the project: it belongs to one of their organisations. */
export function isVisible(call: Call, { teamId }: Project): boolean {
  return call.actor.roles.has(`team:${teamId}`);
}

/**
 * Returns the project that the parameters name.
 * @throws ApiError 404 project_not_found, 401 general_access_forbidden outside the console
 */
export function visibleProject(call: Call): Project {
  requireConsole(call);
  const id = call.params.string('projectId');
  const project = projects(call.kernel.store).get(id);
  if (project && isVisible(call, project)) return project;
  throw projectNotFound(id);
}

/**
 * Returns the project that the parameters name, to be changed.
 * @throws ApiError as `visibleProject` does, and 401 user_unauthorized for users who are neither owner nor developer
 */
export function changeableProject(call: Call): Project {
  const project = visibleProject(call);
  const { teamId } = project;
  const mayChange = ['owner', 'developer'].some((role) => call.actor.roles.has(`team:${teamId}/${role}`));
  if (mayChange) return project;
  throw new ApiError(401, 'user_unauthorized', 'Only owners and developers of the organisation may do that.');
}

/** @throws ApiError 401 general_access_forbidden */
export function requireConsole(call: Call): void {
  if (call.project.$id === consoleId) return;
  throw new ApiError(401, 'general_access_forbidden', 'Projects are managed in the project "console".');
}
