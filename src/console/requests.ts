/** The requests to the console's own API, built from the catalogue. They are sent as the project `console`. */

import { account as accounts } from '../api/account.ts';
import { health } from '../api/console/health.ts';
import { projects as consoleProjects } from '../api/console/projects.ts';
import { databases } from '../api/databases.ts';
import { type Group, type Operation, operationOf } from '../api/schema.ts';
import { teams } from '../api/teams.ts';
import { defaultApiVersion } from '../api/versions.ts';
import type { ApiRequest, Connection } from '../http/types.ts';
import { buildRequest, type Values } from '../operations/request.ts';

/**
 * Version that these requests are built for, whatever the server's: every server accepts them in this version's format,
 * and answers in it.
 */
export const spokenVersion = defaultApiVersion;

/** A second factor, as the API spells it. */
export const factors = ['totp', 'email', 'phone', 'recoveryCode'] as const;
export type Factor = (typeof factors)[number];

const build = (group: Group, command: string, values: Values = {}) =>
  buildRequest(operationOf(group, command), values);

/** Builds a request whose errors about the ID in the path name the flag of this command line. */
function buildFor(flag: string, id: string, group: Group, command: string, values: Values = {}): ApiRequest {
  const operation = operationOf(group, command);
  const name = /\{(\w+)\}/.exec(operation.path)![1]!;
  const params = operation.params.map((param) => (param.name === name ? { ...param, flag } : param));
  return buildRequest({ ...operation, params } satisfies Operation, { ...values, [name]: id });
}

/** Guests may send it, but an API key is refused. The specification has no model of the response, which is JSON. */
export const version: ApiRequest = {
  ...build(health, 'get-version'),
  expects: 'json',
  answer: { kind: 'object', has: ['version'] },
};
export const account = build(accounts, 'get');
export const endSession = build(accounts, 'delete-session', { sessionId: 'current' });
export const openFactors = build(accounts, 'list-mfa-factors');
/** Cheap, and requires a scope that guests lack: the response tells a valid API key from an unknown one. */
export const oneDatabase = build(databases, 'list', queries([{ method: 'limit', values: [1] }]));

export const openSession = (email: string, password: string) =>
  build(accounts, 'create-email-password-session', { email, password });
export const challenge = (factor: Factor) => build(accounts, 'create-mfa-challenge', { factor });
/** By the specification the response may be empty; a server describes the session. */
export const answerChallenge = (challengeId: string, otp: string): ApiRequest => ({
  ...build(accounts, 'update-mfa-challenge', { challengeId, otp }),
  expects: 'json',
});

export const organization = (id: string) => buildFor('--organization', id, teams, 'get');
export const newOrganization = (name: string) => build(teams, 'create', { teamId: 'unique()', name });
export const project = (id: string) => buildFor('--project', id, consoleProjects, 'get');
export const newProject = (projectId: string, name: string, teamId: string) =>
  build(consoleProjects, 'create', { projectId, name, teamId, region: 'default' });
export const keys = (projectId: string) => buildFor('--project', projectId, consoleProjects, 'list-keys');
export const newKey = (projectId: string, name: string, scopes: readonly string[]) =>
  buildFor('--project', projectId, consoleProjects, 'create-key', { name, scopes: [...scopes] });

/** The default name of a new API key. */
export const defaultKeyName = 'appwrite-cli';

/** Items on a page of a list. */
export const pageSize = 100;

/** @param after ID of the last item on the previous page */
export const organizations = (after: string | undefined) => build(teams, 'list', queries(page(after)));
export const projects = (teamId: string, after: string | undefined) =>
  build(
    consoleProjects,
    'list',
    queries([{ method: 'equal', attribute: 'teamId', values: [teamId] }, ...page(after)]),
  );

function page(after: string | undefined): object[] {
  const limit = { method: 'limit', values: [pageSize] };
  return after === undefined ? [limit] : [limit, { method: 'cursorAfter', values: [after] }];
}

function queries(conditions: readonly object[]): Values {
  return { queries: conditions.map((condition) => JSON.stringify(condition)) };
}

/** @param secret of the session; undefined: the request is sent as a guest */
export function consoleConnection(endpoint: string, secret?: string): Connection {
  const credential = secret === undefined ? undefined : ({ kind: 'console', secret } as const);
  return { endpoint, project: 'console', locale: undefined, apiVersion: spokenVersion, credential };
}
