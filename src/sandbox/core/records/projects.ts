import { randomBytes, timingSafeEqual } from 'node:crypto';
import { keyScopes } from '../../../api/choices/console.ts';
import { ApiError } from '../errors.ts';
import { unique } from '../ids.ts';
import type { Collection, Entity } from '../store/collection.ts';
import type { Store } from '../store/store.ts';
import { timestamp } from '../time.ts';

/** The project of the console itself: its users are the admins, its records the projects and their keys. */
export const consoleId = 'console';

/** What the kernel needs of a project; the console module keeps more in the same record. */
export interface Project extends Entity {
  readonly name: string;
  /** The organisation that owns it; '' for the sandbox's own first project. */
  readonly teamId: string;
}

export interface ApiKey extends Entity {
  readonly projectId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly secret: string;
  /** When it ends, or ''. */
  readonly expire: string;
  /** When it was last used, or ''. */
  readonly accessedAt: string;
  readonly sdks: readonly string[];
}

/** A client app of a project. */
export interface Platform extends Entity {
  readonly projectId: string;
  readonly type: string;
  readonly name: string;
  /** Package name or bundle ID. */
  readonly key: string;
  /** ID in the app store. */
  readonly store: string;
  readonly hostname: string;
}

export const projects = (store: Store): Collection<Project> => store.scope(consoleId).collection('projects');
export const apiKeys = (store: Store): Collection<ApiKey> => store.scope(consoleId).collection('keys');

export const platforms = (store: Store): Collection<Platform> =>
  store.scope(consoleId).collection('platforms');

const consoleProject: Project = {
  $id: consoleId,
  $createdAt: '',
  $updatedAt: '',
  name: 'Console',
  teamId: '',
};

/** @throws ApiError 404 project_not_found */
export function findProject(store: Store, id: string): Project {
  const project = id === consoleId ? consoleProject : projects(store).get(id);
  if (!project) throw projectNotFound(id);
  return project;
}

export function projectNotFound(id: string): ApiError {
  return new ApiError(404, 'project_not_found', `There is no project with the ID ${id}.`);
}

export function findKey(store: Store, projectId: string, secret: string): ApiKey | undefined {
  const given = Buffer.from(secret);
  return apiKeys(store).find((key) => {
    const known = Buffer.from(key.secret);
    return key.projectId === projectId && known.length === given.length && timingSafeEqual(known, given);
  });
}

/** Makes a key of a project. Scopes are taken as they are. */
export function createKey(
  store: Store,
  now: number,
  {
    projectId,
    name,
    scopes,
    expire = '',
  }: Pick<ApiKey, 'projectId' | 'name' | 'scopes'> & { expire?: string },
): ApiKey {
  const at = timestamp(now);
  return apiKeys(store).put({
    $id: unique(now),
    $createdAt: at,
    $updatedAt: at,
    projectId,
    name,
    scopes,
    secret: randomBytes(128).toString('hex'),
    expire,
    accessedAt: '',
    sdks: [],
  });
}

/** The project that a sandbox begins with, and a key that may do everything in it; those of the last run, if any. */
export function firstProject(store: Store, now: number, id = 'sandbox'): { project: Project; key: ApiKey } {
  const at = timestamp(now);
  const project =
    projects(store).get(id) ??
    projects(store).put({ $id: id, $createdAt: at, $updatedAt: at, name: 'Sandbox', teamId: '' });
  const key =
    apiKeys(store).find((each) => each.projectId === project.$id) ??
    createKey(store, now, { projectId: project.$id, name: 'sandbox', scopes: keyScopes });
  return { project, key };
}
