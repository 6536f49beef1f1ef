import type { Call } from '../call.ts';
import { consoleId, type Project, projects } from './projects.ts';

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

/** Deletes a project with its records and files, and what the console keeps of it: keys, platforms, webhooks… */
export function deleteProject(call: Call, { $id }: Project): void {
  const { store, blobs, functions } = call.kernel;
  const removed = [...store.scope($id).blobNames()];
  const builds = [...store.scope($id).changes()].flatMap(([, , , record]) =>
    typeof record?.buildId === 'string' ? [record.buildId] : [],
  );
  store.scope($id).clear('');
  const console = store.scope(consoleId);
  for (const [, name, id, record] of [...console.changes()]) {
    if (id !== undefined && record?.projectId === $id) console.collection(name).delete(id);
  }
  projects(store).delete($id);
  store.commit();
  for (const blob of removed) blobs.remove(blob);
  functions?.forget(builds);
}
