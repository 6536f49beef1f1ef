import { randomBytes, timingSafeEqual } from 'node:crypto';
import { keyScopesIn } from '../../../api/choices/console.ts';
import { defaultApiVersion } from '../../../api/versions.ts';
import { ApiError } from '../errors.ts';
import { newId } from '../ids.ts';
import type { Collection, Entity } from '../store/collection.ts';
import type { Store } from '../store/store.ts';
import { timestamp } from '../time.ts';

/** ID of the console's own project: its users are the admins, its records the projects and their keys. */
export const consoleId = 'console';

/** The part of a project that the kernel needs; the console adds more to the same record. */
export interface Project extends Entity {
  readonly name: string;
  /** ID of the owning organisation; '' for the sandbox's first project. */
  readonly teamId: string;
}

export interface ApiKey extends Entity {
  readonly projectId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly secret: string;
  /** Time of expiry, or ''. */
  readonly expire: string;
  /** Time of the last use, or ''. */
  readonly accessedAt: string;
  readonly sdks: readonly string[];
  /** Set if the sandbox made the key for the code of functions. */
  readonly holder?: 'functions';
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

/** Creates a key of a project. The scopes are not checked. */
export function createKey(
  store: Store,
  now: number,
  {
    projectId,
    name,
    scopes,
    expire = '',
    ...more
  }: Pick<ApiKey, 'projectId' | 'name' | 'scopes' | 'holder'> & { expire?: string },
): ApiKey {
  const at = timestamp(now);
  return apiKeys(store).put({
    $id: newId(now),
    $createdAt: at,
    $updatedAt: at,
    projectId,
    name,
    scopes,
    secret: randomBytes(128).toString('hex'),
    expire,
    accessedAt: '',
    sdks: [],
    ...more,
  });
}

/** Returns the project that a sandbox begins with and a key with all its scopes; those of the last run, if any. */
export function firstProject(store: Store, now: number, id = 'sandbox'): { project: Project; key: ApiKey } {
  const at = timestamp(now);
  const project =
    projects(store).get(id) ??
    projects(store).put({ $id: id, $createdAt: at, $updatedAt: at, name: 'Sandbox', teamId: '' });
  const key =
    apiKeys(store).find((each) => each.projectId === project.$id && each.holder === undefined) ??
    createKey(store, now, {
      projectId: project.$id,
      name: 'sandbox',
      scopes: keyScopesIn(defaultApiVersion),
    });
  return { project, key };
}
