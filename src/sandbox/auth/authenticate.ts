import type { IncomingHttpHeaders } from 'node:http';
import { ApiError } from '../errors.ts';
import { consoleId, findKey, findProject, type Project } from '../projects.ts';
import type { Scope, Store } from '../store/store.ts';
import { type Actor, adminActor, guest, keyActor, type SignedIn, userActor } from './actor.ts';
import { decodeSession, parseCookies, type SessionToken, sessionCookie } from './session.ts';

/** How the kernel learns whom a session or a token stands for. The users module knows. */
export interface Accounts {
  /** Undefined when there is no such session, or no longer. */
  bySession(store: Scope, token: SessionToken, now: number): SignedIn | undefined;
  /** @throws ApiError 401 user_jwt_invalid */
  byJwt(store: Scope, jwt: string, now: number): SignedIn;
}

export interface Caller {
  readonly project: Project;
  readonly actor: Actor;
}

/** What decides who is calling: headers, and the query, where downloads carry the project. */
export interface Credentials {
  readonly headers: IncomingHttpHeaders;
  readonly query: URLSearchParams;
  /** The operation's path, as the catalogue writes it. */
  readonly path: string;
}

/**
 * Finds out which project a request is for, and who sends it. Without a project it is the console's; a key that
 * isn't known, or a session that is over, makes a guest.
 * @param accounts absent: sessions and tokens are nobody's
 * @throws ApiError 404 project_not_found, 401 project_key_expired, 401 user_jwt_invalid, and 401
 * user_more_factors_required for a user who hasn't shown the second factor yet, but on the paths that serve to show it
 */
export function authenticate(
  store: Store,
  accounts: Accounts | undefined,
  { headers, query, path }: Credentials,
  now: number,
): Caller {
  const id = query.get('project') ?? text(headers['x-appwrite-project']) ?? consoleId;
  const project = findProject(store, id || consoleId);
  const mode = query.get('mode') ?? text(headers['x-appwrite-mode']);
  if (mode === 'admin' && project.$id !== consoleId) {
    const admin = signedIn(store, accounts, consoleId, headers, now);
    if (admin && administers(admin, project)) {
      requireAllFactors(admin, path);
      return { project, actor: adminActor(admin) };
    }
  }
  const user = signedIn(store, accounts, project.$id, headers, now);
  if (user) {
    requireAllFactors(user, path);
    return { project, actor: userActor(user, project.$id === consoleId) };
  }
  return { project, actor: byKey(store, project, text(headers['x-appwrite-key']), now) };
}

function signedIn(
  store: Store,
  accounts: Accounts | undefined,
  projectId: string,
  headers: IncomingHttpHeaders,
  now: number,
): SignedIn | undefined {
  const jwt = text(headers['x-appwrite-jwt']);
  if (jwt && accounts) return accounts.byJwt(store.scope(projectId), jwt, now);
  const token = sessionToken(projectId, headers);
  return token && accounts?.bySession(store.scope(projectId), token, now);
}

/** The session of a cookie, of the header, or of the header that browsers without cookies send. */
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
  const key = secret && findKey(store, project.$id, secret);
  if (!key) return guest;
  if (key.expire !== '' && Date.parse(key.expire) < now) {
    throw new ApiError(401, 'project_key_expired', 'This API key has expired; make a new one.');
  }
  return keyActor(key.scopes);
}

function requireAllFactors(user: SignedIn, path: string): void {
  if (!user.moreFactors || path.startsWith('/account/mfa/')) return;
  throw new ApiError(401, 'user_more_factors_required', 'Another factor is needed to complete the sign-in.');
}

/** Whether the console's user belongs to the organisation that owns the project. */
function administers(admin: SignedIn, project: Project): boolean {
  return project.teamId === '' || admin.roles.includes(`team:${project.teamId}`);
}

const text = (header: string | string[] | undefined) => (Array.isArray(header) ? header[0] : header);
