/** The requests of the console's own API, as data. They go out as the project `console`. */

import { encodeSegment } from '../http/encode.ts';
import type { ApiRequest, Connection } from '../http/types.ts';

/** A second factor, as the API spells it. */
export const factors = ['totp', 'email', 'phone', 'recoveryCode'] as const;
export type Factor = (typeof factors)[number];

const send = (
  method: string,
  path: string,
  body: object | undefined,
  secrets: string[] = [],
): ApiRequest => ({
  method,
  path,
  query: [],
  body: body && { kind: 'json', text: JSON.stringify(body) },
  repeatable: method === 'GET' || method === 'DELETE',
  expects: method === 'DELETE' ? undefined : 'json',
  secrets,
});
const get = (path: string, queries: readonly object[] = []): ApiRequest => ({
  ...send('GET', path, undefined),
  query: queries.map((query, index) => [`queries[${index}]`, JSON.stringify(query)]),
});

/** Answered to anybody; with an API key it is refused. */
export const version = get('/health/version');
export const account = get('/account');
export const endSession = send('DELETE', '/account/sessions/current', undefined);
export const openFactors = get('/account/mfa/factors');
/** Cheap, and takes a scope that guests don't have: the answer tells a good API key from a bad one. */
export const oneDatabase = get('/databases', [{ method: 'limit', values: [1] }]);

export const openSession = (email: string, password: string) =>
  send('POST', '/account/sessions/email', { email, password }, [password]);
export const challenge = (factor: Factor) => send('POST', '/account/mfa/challenge', { factor });
export const answerChallenge = (challengeId: string, otp: string) =>
  send('PUT', '/account/mfa/challenge', { challengeId, otp }, [otp]);

export const organization = (id: string) => get(`/teams/${encodeSegment('--organization', id)}`);
export const newOrganization = (name: string) => send('POST', '/teams', { teamId: 'unique()', name });
export const project = (id: string) => get(`/projects/${encodeSegment('--project', id)}`);
export const newProject = (projectId: string, name: string, teamId: string) =>
  send('POST', '/projects', { projectId, name, teamId, region: 'default' });
export const keys = (projectId: string) => get(`/projects/${encodeSegment('--project', projectId)}/keys`);
export const newKey = (projectId: string, name: string, scopes: readonly string[]) =>
  send('POST', `/projects/${encodeSegment('--project', projectId)}/keys`, { name, scopes });

/** The name of an API key for which nobody names one. */
export const defaultKeyName = 'appwrite-cli';

/** How many items a page of a list holds. */
export const pageSize = 100;

/** @param after the last item of the page before */
export const organizations = (after: string | undefined) => get('/teams', page(after));
export const projects = (teamId: string, after: string | undefined) =>
  get('/projects', [{ method: 'equal', attribute: 'teamId', values: [teamId] }, ...page(after)]);

function page(after: string | undefined): object[] {
  const limit = { method: 'limit', values: [pageSize] };
  return after === undefined ? [limit] : [limit, { method: 'cursorAfter', values: [after] }];
}

/** @param secret of the session; without one the request is a guest's */
export function consoleConnection(endpoint: string, secret?: string): Connection {
  const credential = secret === undefined ? undefined : ({ kind: 'console', secret } as const);
  return { endpoint, project: 'console', locale: undefined, credential };
}
