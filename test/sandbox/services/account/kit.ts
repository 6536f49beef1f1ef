import type { Answer, RequestOptions, TestSandbox } from '../../client.ts';

export interface Account {
  readonly userId: string;
  readonly sessionId: string;
  /** The session's cookie: `name=value`. */
  readonly cookie: string;
  /** Sends a request as the signed-in user. */
  request(method: string, path: string, body?: unknown): Promise<Answer>;
}

/** Registers a user with an e-mail address and the password `S3cret-pass`. */
export async function register(at: TestSandbox, email: string, project?: string): Promise<string> {
  const body = { userId: 'unique()', email, password: 'S3cret-pass', name: 'Ada' };
  return (await at.request('POST', '/account', { ...guest(project), body })).json.$id;
}

/**
 * Signs in a user with that password.
 * @param project ID, if not the sandbox's own
 */
export async function signIn(at: TestSandbox, email: string, project?: string): Promise<Account> {
  const body = { email, password: 'S3cret-pass' };
  const { json, headers } = await at.request('POST', '/account/sessions/email', { ...guest(project), body });
  const cookie = cookies(headers).at(-1)!.split(';')[0]!;
  const request: Account['request'] = (method, path, sent) =>
    at.request(method, path, {
      ...guest(project, { cookie }),
      ...(sent === undefined ? {} : { body: sent }),
    });
  return { userId: json.userId, sessionId: json.$id, cookie, request };
}

/** Registers a user and signs in. */
export async function newAccount(at: TestSandbox, email: string, project?: string): Promise<Account> {
  await register(at, email, project);
  return signIn(at, email, project);
}

export const cookies = (headers: Headers): string[] => headers.getSetCookie();

/** Returns options of a request without an API key. */
export function guest(project?: string, headers: Record<string, string> = {}): RequestOptions {
  return { guest: true, headers: { ...headers, ...(project ? { 'x-appwrite-project': project } : {}) } };
}
