import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../errors.ts';
import { type ApiKey, apiKeys, consoleId, findKey, findProject, type Project } from '../records/projects.ts';
import type { Scope, Store } from '../store/store.ts';
import { timestamp } from '../time.ts';
import { type Actor, adminActor, guest, keyActor, type SignedIn, userActor } from './actor.ts';
import { decodeSession, parseCookies, type SessionToken, sessionCookie } from './session.ts';

/** Resolves sessions and tokens to users. The users service implements it. */
export interface Accounts {
  /**
   * Returns undefined if the session does not exist or has ended.
   * @throws ApiError 401 user_blocked
   */
  bySession(store: Scope, token: SessionToken, now: number): SignedIn | undefined;
  /**
   * Returns undefined if the session that the token was made in has ended.
   * @throws ApiError 401 user_jwt_invalid, user_blocked
   */
  byJwt(store: Scope, jwt: string, now: number): SignedIn | undefined;
}

export interface Caller {
  readonly project: Project;
  readonly actor: Actor;
}

/** The parts of a request that identify the caller. The query carries the project of downloads. */
export interface Credentials {
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  /** Path of the operation, as in the catalogue. */
  readonly path: string;
}

/**
 * Determines the project and the caller of a request. Without a project it is the console's; with an unknown key or an
 * ended session the caller is a guest.
 * @param accounts if absent, sessions and tokens identify no user
 * @throws ApiError 404 project_not_found; 401 project_key_expired, user_jwt_invalid, user_blocked, and
 * user_more_factors_required for a user who has not proven the second factor yet, except on the paths that prove it;
 * 403 user_api_key_and_session_set for both at once
 */
export function authenticate(
  store: Store,
  accounts: Accounts | undefined,
  credentials: Credentials,
  now: number,
): Caller {
  return new Authentication(store, accounts, credentials, now).caller();
}

class Authentication {
  readonly #store: Store;
  readonly #accounts: Accounts | undefined;
  readonly #credentials: Credentials;
  readonly #now: number;

  constructor(store: Store, accounts: Accounts | undefined, credentials: Credentials, now: number) {
    this.#store = store;
    this.#accounts = accounts;
    this.#credentials = credentials;
    this.#now = now;
  }

  caller(): Caller {
    const { headers, query, path } = this.#credentials;
    const id = query.get('project') ?? text(headers['x-appwrite-project']) ?? consoleId;
    const project = findProject(this.#store, id || consoleId);
    const actor = this.#actor(project);
    if (actor.signedIn) requireAllFactors(actor.signedIn, path);
    return { project, actor };
  }

  #actor(project: Project): Actor {
    const { headers, query } = this.#credentials;
    const isConsole = project.$id === consoleId;
    // A browser adds cookies by itself, to an address that any page can name. A page can't add the header.
    const queryMode = headers.cookie === undefined ? query.get('mode') : undefined;
    const mode = queryMode ?? text(headers['x-appwrite-mode']);
    if (mode === 'admin' && !isConsole) {
      const admin = this.#signedIn(consoleId);
      if (admin && administers(admin, project)) return adminActor(admin);
    }
    const user = this.#signedIn(project.$id);
    const key = text(headers['x-appwrite-key']);
    if (user && key) {
      throw new ApiError(403, 'user_api_key_and_session_set', 'Send an API key or a session, not both.');
    }
    return user ? userActor(user, isConsole) : byKey(this.#store, project, key, this.#now);
  }

  #signedIn(projectId: string): SignedIn | undefined {
    const { headers } = this.#credentials;
    const jwt = text(headers['x-appwrite-jwt']);
    if (jwt && this.#accounts) return this.#accounts.byJwt(this.#store.scope(projectId), jwt, this.#now);
    const token = sessionToken(projectId, headers);
    return token && this.#accounts?.bySession(this.#store.scope(projectId), token, this.#now);
  }
}

/** Reads the session from a cookie, the session header, or the header of browsers that refuse cookies. */
function sessionToken(projectId: string, headers: IncomingHttpHeaders): SessionToken | undefined {
  const name = sessionCookie(projectId);
  const cookies = parseCookies(headers.cookie);
  const candidates = [
    cookies.get(name),
    cookies.get(`${name}_legacy`),
    text(headers['x-appwrite-session']),
    fallbackCookie(name, text(headers['x-fallback-cookies'])),
  ];
  for (const candidate of candidates) {
    const token = candidate && decodeSession(candidate);
    if (token) return token;
  }
  return undefined;
}

function fallbackCookie(name: string, header: string | undefined): string | undefined {
  try {
    const value: unknown = JSON.parse(header ?? '{}')?.[name];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function byKey(store: Store, project: Project, secret: string | undefined, now: number): Actor {
  const key = secret ? findKey(store, project.$id, secret) : undefined;
  if (!key) return guest;
  if (key.expire !== '' && Date.parse(key.expire) < now) {
    throw new ApiError(401, 'project_key_expired', 'This API key has expired; create a new one.');
  }
  noteUse(store, key, now);
  return keyActor(key.scopes);
}

/** Minimum time between two updates of a key's `accessedAt`. */
const keyUseIntervalMs = 24 * 60 * 60 * 1000;

function noteUse(store: Store, key: ApiKey, now: number): void {
  if (key.accessedAt !== '' && Date.parse(key.accessedAt) > now - keyUseIntervalMs) return;
  const at = timestamp(now);
  apiKeys(store).put({ ...key, accessedAt: at, $updatedAt: at });
}

function requireAllFactors(user: SignedIn, path: string): void {
  if (!user.needsFactor || path.startsWith('/account/mfa/')) return;
  throw new ApiError(401, 'user_more_factors_required', 'Another factor is needed to complete the sign-in.');
}

/** True if the console's user can act on the project as its admin: it belongs to their organisation. */
function administers({ roles }: SignedIn, { teamId }: Project): boolean {
  return ['owner', 'admin', 'developer'].some((role) => roles.includes(`team:${teamId}/${role}`));
}

const text = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);
