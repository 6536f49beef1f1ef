import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { consoleId, type Project, projectNotFound, projects } from '../../core/records/projects.ts';
import type { Collection, Entity } from '../../core/store/collection.ts';

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

/** A record of the console that belongs to a project. */
interface ProjectRecord extends Entity {
  readonly projectId: string;
}

/**
 * Returns the records of the project that the parameters name.
 * @throws ApiError as `visibleProject` does
 */
export function recordsOfProject<R extends ProjectRecord>(call: Call, collection: Collection<R>): R[] {
  const { $id } = visibleProject(call);
  return collection.filter(({ projectId }) => projectId === $id);
}

/**
 * Returns the record that the parameters name: for `key` the one with the ID `keyId`, if it is the project's.
 * @throws ApiError as `visibleProject` does, and 404 such as key_not_found
 */
export function findInProject<R extends ProjectRecord>(
  call: Call,
  collection: Collection<R>,
  noun: 'key' | 'platform' | 'webhook',
): R {
  const { $id } = visibleProject(call);
  const id = call.params.string(`${noun}Id`);
  const record = collection.get(id);
  if (record?.projectId === $id) return record;
  throw new ApiError(404, `${noun}_not_found`, `The project has no ${noun} with the ID ${id}.`);
}

/** @throws ApiError 401 general_access_forbidden */
export function requireConsole(call: Call): void {
  if (call.project.$id === consoleId) return;
  throw new ApiError(401, 'general_access_forbidden', 'Projects are managed in the project "console".');
}
