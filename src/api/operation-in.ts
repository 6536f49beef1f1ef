/** Operations as a version of the API has them, from what the catalogue writes down. */

import type { Changeable, Extras, OperationSpec, PathHelp, Shared } from './operation-spec.ts';
import type { ParamFacts, Params } from './param-spec.ts';
import {
  type AuthScheme,
  type ConsoleMode,
  type Credentials,
  kebab,
  type Method,
  type Operation,
  type OperationKind,
  type Param,
  type ParamLocation,
} from './schema.ts';
import { type ApiVersion, apiVersions, existsIn, isAtLeast } from './versions.ts';

/** Scopes of guests; an API key lacks the first, and has the second only if it was given. */
const guestScopes = ['public', 'sessions.write', 'locale.read', 'avatars.read'];

/**
 * Two operations are published as open to guests, but have a scope that guests of Appwrite 1.5.7 lack. Those that open
 * a session for a given user take an API key too: without one the server leaves the session's `secret` empty. An
 * anonymous session needs nothing but the address, so that one which only an appwrite.json names suffices.
 */
function sentWith(
  auth: readonly AuthScheme[],
  scope: string,
  response: string | null,
  params: Params,
): Credentials {
  const signsIn = scope === 'sessions.write' && response === 'session' && Object.keys(params).length > 0;
  if (signsIn) return ['Key', 'Guest'];
  if (auth.length === 0) return scope === 'account' ? ['JWT', 'Session'] : [];
  return guestScopes.includes(scope) ? [...auth, 'Guest'] : auth;
}

const consoleCredentials: Readonly<Record<ConsoleMode, Credentials>> = {
  console: ['Console'],
  admin: ['Admin'],
};

const successStatus: Record<Method, number> = { GET: 200, POST: 201, PUT: 200, PATCH: 200, DELETE: 204 };

/** The surroundings of an operation in its group. */
export interface Place {
  readonly group: string;
  readonly title: string;
  readonly shared: Shared;
  readonly pathHelp: PathHelp;
  readonly version: ApiVersion;
  find(camel: string): Operation;
}

/** Returns an operation as a version of the API has it. */
export function operationIn(
  { group, title, shared, pathHelp, version, find }: Place,
  camel: string,
  { method, summary, params, extras, ...first }: OperationSpec,
): Operation {
  const now: Extras & Changeable =
    extras.changes === undefined ? extras : { ...extras, ...changesUntil(extras, version) };
  const command = commandOf(camel, extras, version);
  const { path = first.path, response = first.response, kind = 'json', limit } = now;
  const scope = withVerb(now.scope ?? shared.scope, method);
  const auth = now.auth ?? shared.auth;
  const { since = shared.since, until = shared.until } = extras;
  const replaced = shared.replaced && existsIn(extras, shared.replaced.in) ? shared.replaced : undefined;
  const deprecated = replaced?.in ?? extras.deprecated;
  let own: readonly Param[] | undefined;
  let aliases: readonly string[] | undefined;
  return {
    apiVersion: version,
    since,
    until,
    group,
    command,
    // A word that names none is compared with those of all operations of a group.
    get aliases() {
      aliases ??= aliasesOf(camel, extras).filter((alias) => alias !== command);
      return aliases;
    },
    section: title,
    summary,
    about: now.about ?? undefined,
    method,
    path,
    kind,
    repeatable: extras.repeatable ?? (method === 'GET' || method === 'PUT' || method === 'DELETE'),
    scope,
    alsoScopes: shared.alsoScopes?.map((also) => withVerb(also, method)) ?? [],
    auth,
    sentWith:
      now.sentWith ??
      (shared.console ? consoleCredentials[shared.console] : sentWith(auth, scope, response, params)),
    console: shared.console,
    // Computed on demand: a command line needs only one operation of a group.
    get params() {
      own ??= operationParams(method, path, kind, pathHelp, params, version);
      return own;
    },
    response,
    responseBy: now.responseBy,
    status: now.status ?? successStatus[method],
    media: extras.media,
    rateLimit: limit ? { requests: limit[0], seconds: limit[1] } : null,
    get carryOver() {
      if (extras.carryOver === undefined) return undefined;
      const { from, only, prefix = '' } = extras.carryOver;
      const inBody = () => this.params.filter((param) => param.in === 'body').map((param) => param.name);
      return {
        reads: find(from),
        params: only ?? inBody(),
        newer: only ? [] : newerNames(params, version),
        prefix,
      };
    },
    get boundsFrom() {
      return now.boundsFrom ? find(now.boundsFrom) : undefined;
    },
    listWith: extras.listWith,
    answersText: extras.answersText ?? false,
    ownFormat: extras.ownFormat ?? false,
    deprecated: deprecated !== undefined && isAtLeast(version, deprecated),
    get replacement() {
      return otherCommand(replaced?.by(camel) ?? extras.replacement, `${group} ${command}`);
    },
  };
}

/** Returns the command of an operation in a version of the API. */
export function commandOf(camel: string, extras: Extras, version: ApiVersion): string {
  return kebab(changesUntil(extras, version).name ?? camel);
}

const withVerb = (scope: string, method: Method) => scope.replace('*', method === 'GET' ? 'read' : 'write');

/** Returns the changes of all versions up to one, the later ones over the earlier. */
function changesUntil({ changes }: Extras, version: ApiVersion): Changeable {
  if (changes === undefined) return {};
  const reached = apiVersions.filter((candidate) => isAtLeast(version, candidate));
  return Object.assign({}, ...reached.map((candidate) => changes[candidate]));
}

/**
 * Returns the words of the command that replaces another: `tablesDB.listRows` → `tables-db list-rows`.
 * @returns undefined without one, and if it is the same command
 */
function otherCommand(replacement: string | undefined, command: string): string | undefined {
  const other = replacement?.split('.').map(kebab).join(' ');
  return other === command ? undefined : other;
}

/** The spellings of the SDKs, in every version: scripts go on when a server is updated. */
function aliasesOf(camel: string, { aliases = [], changes, replacement = '' }: Extras): string[] {
  const respelt = replacement.split('.').filter((name) => kebab(name) === kebab(camel));
  const later = Object.values(changes ?? {}).flatMap(({ name }) => name ?? []);
  const renamed = later.length > 0 ? [camel, ...later].map(kebab) : [];
  return [...new Set([camel, ...aliases, ...respelt, ...later, ...renamed])];
}

/** Names of the parameters that a later version has and this one lacks. */
function newerNames(params: Params, version: ApiVersion): string[] {
  return Object.keys(params).filter((name) => params[name]!.isLaterThan(version));
}

function operationParams(
  method: Method,
  path: string,
  kind: OperationKind,
  pathHelp: PathHelp,
  params: Params,
  version: ApiVersion,
): Param[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const place: ParamLocation = kind === 'upload' ? 'form' : method === 'GET' ? 'query' : 'body';
  const param = (name: string, facts: ParamFacts, where: ParamLocation): Param => ({
    ...facts,
    name,
    flag: `--${kebab(name)}`,
    in: where,
    required: facts.required ?? false,
  });
  const pathParam = (name: string): Param => {
    const own = params[name]?.at(version);
    const facts: ParamFacts = own ?? { type: 'string', help: pathHelp[name] ?? missingHelp(path, name) };
    return param(name, { ...facts, required: true }, 'path');
  };
  const others = Object.entries(params)
    .filter(([name]) => !inPath.includes(name))
    .map(([name, spec]) => [name, spec.at(version)] as const);
  return [
    ...inPath.map(pathParam),
    ...others.flatMap(([name, facts]) => (facts ? [param(name, facts, place)] : [])),
  ];
}

function missingHelp(path: string, name: string): never {
  throw new Error(`the catalogue says nothing about {${name}} in ${path}`);
}
