import type { Call } from '../call.ts';
import type { Collection, Entity } from '../store/collection.ts';
import { apiKeys, type Project, platforms, projects } from './projects.ts';

/**
 * Gives the projects without an owner to an organisation. The sandbox's first project has none, and only its key opens
 * it, until the first organisation is created, which then owns it.
 */
export function adoptProjects(call: Call, teamId: string): void {
  const all = projects(call.kernel.store);
  for (const project of all.filter((each) => each.teamId === '')) all.put({ ...project, teamId });
}

export function deleteProjectsOf(call: Call, teamId: string): void {
  for (const project of projects(call.kernel.store).filter((each) => each.teamId === teamId)) {
    deleteProject(call, project);
  }
}

/** Deletes a project with its records and files. */
export function deleteProject(call: Call, { $id }: Project): void {
  const { store, blobs } = call.kernel;
  for (const [, , , record] of store.scope($id).changes()) {
    if (typeof record?.blob === 'string') blobs.remove(record.blob);
  }
  store.scope($id).clear('');
  deleteThose(apiKeys(store), $id);
  deleteThose(platforms(store), $id);
  projects(store).delete($id);
}

function deleteThose<T extends Entity & { readonly projectId: string }>(
  all: Collection<T>,
  id: string,
): void {
  for (const record of all.filter(({ projectId }) => projectId === id)) all.delete(record.$id);
}
