import { CliError, ExitCode } from '../errors.ts';
import type { ApiRequest, Client } from '../http/types.ts';
import { isObject, type Members } from '../lib/json/object.ts';
import * as requests from './requests.ts';

/** The account that is signed in to the console. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export interface Organization {
  readonly id: string;
  readonly name: string;
}

export interface Project {
  readonly id: string;
  readonly name: string;
  /** ID of the organisation that owns it. */
  readonly organization: string;
}

export interface ApiKey {
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Empty if the server does not show it again. */
  readonly secret: string;
}

/** The console's API for a signed-in account. Each call throws an HttpError on failure. */
export interface ConsoleApi {
  account(): Promise<Account>;
  /** Returns the second factors that the account has set up. */
  factors(): Promise<requests.Factor[]>;
  /**
   * Starts the challenge of a second factor; the server now sends a code by e-mail or phone.
   * @returns ID of the challenge
   */
  challenge(factor: requests.Factor): Promise<string>;
  answerChallenge(id: string, code: string): Promise<void>;
  endSession(): Promise<void>;
  organizations(): Promise<Organization[]>;
  organization(id: string): Promise<Organization>;
  createOrganization(name: string): Promise<Organization>;
  projects(organization: string): Promise<Project[]>;
  project(id: string): Promise<Project>;
  /** @param id `unique()` lets the server create one */
  createProject(id: string, name: string, organization: string): Promise<Project>;
  keys(project: string): Promise<ApiKey[]>;
  createKey(project: string, name: string, scopes: readonly string[]): Promise<ApiKey>;
}

/** @param client over a {@link requests.consoleConnection} with a session */
export function consoleApi(client: Client): ConsoleApi {
  const ask = async (request: ApiRequest) => readMembers((await client.text(request)).text);
  const all = async (member: string, page: (after: string | undefined) => ApiRequest) => {
    const found: Members[] = [];
    for (let after: string | undefined; ; after = textMember(found.at(-1)!, '$id')) {
      const items = listMember(await ask(page(after)), member);
      found.push(...items);
      if (items.length < requests.pageSize) return found;
    }
  };
  return {
    account: async () => readAccount(await ask(requests.account)),
    async factors() {
      const open = await ask(requests.openFactors);
      return requests.factors.filter((factor) => open[factor] === true);
    },
    challenge: async (factor) => textMember(await ask(requests.challenge(factor)), '$id'),
    async answerChallenge(id, code) {
      await client.text(requests.answerChallenge(id, code));
    },
    async endSession() {
      await client.text(requests.endSession);
    },
    organizations: async () => (await all('teams', requests.organizations)).map(named),
    organization: async (id) => named(await ask(requests.organization(id))),
    createOrganization: async (name) => named(await ask(requests.newOrganization(name))),
    async projects(organization) {
      const found = await all('projects', (after) => requests.projects(organization, after));
      return found.map(readProject);
    },
    project: async (id) => readProject(await ask(requests.project(id))),
    createProject: async (id, name, organization) =>
      readProject(await ask(requests.newProject(id, name, organization))),
    keys: async (project) => listMember(await ask(requests.keys(project)), 'keys').map(readKey),
    createKey: async (project, name, scopes) => readKey(await ask(requests.newKey(project, name, scopes))),
  };
}

const named = (members: Members) => ({ id: textMember(members, '$id'), name: textMember(members, 'name') });

function readProject(members: Members): Project {
  return { ...named(members), organization: textMember(members, 'teamId') };
}

export function readAccount(members: Members): Account {
  return { ...named(members), email: textMember(members, 'email') };
}

function readKey(members: Members): ApiKey {
  const { scopes } = members;
  const texts = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
  return { ...named(members), scopes: texts, secret: textMember(members, 'secret') };
}

/**
 * Parses a response that must be an object. The client has validated its JSON.
 * @throws CliError exit 1 for any other value
 */
export function readMembers(text: string): Members {
  return asMembers(JSON.parse(text));
}

/** @throws CliError exit 1 if the member is not a string */
function textMember(members: Members, name: string): string {
  const value = members[name];
  if (typeof value !== 'string') throw unexpected(`"${name}" is not text`);
  return value;
}

/** @throws CliError exit 1 if the member is not a list of objects */
function listMember(members: Members, name: string): Members[] {
  const value = members[name];
  if (!Array.isArray(value)) throw unexpected(`"${name}" is not a list`);
  return value.map(asMembers);
}

function asMembers(value: unknown): Members {
  if (!isObject(value)) throw unexpected('it is not an object');
  return value;
}

/** Error for an answer that is JSON, but of another form than the API promises: exit 1. */
export function unexpected(why: string): CliError {
  return new CliError(ExitCode.failure, `the server's response does not match the API: ${why}`, {
    hint: 'run it again with -v to see the response',
  });
}
