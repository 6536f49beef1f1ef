/**
 * The vocabulary of the catalogue. Pure data: nothing here reads, writes or sends. An operation is one line in its
 * group's file; the command, its help, its checks, its request, its table, its completions and the sandbox's route all
 * follow from that line.
 *
 * The line also tells the history of the operation: `since` and `until` say which versions have it, `changes` what is
 * different from a version on. Parameters, choices and fields carry theirs with them in the same words.
 */

import type { ParamFacts, Params } from './param-spec.ts';
import {
  type AuthScheme,
  type ConsoleMode,
  type Credentials,
  type Group,
  kebab,
  type Method,
  type Operation,
  type OperationKind,
  operationOf,
  type Param,
  type ParamLocation,
  type ResponseBy,
} from './schema.ts';
import {
  type ApiVersion,
  apiVersions,
  defaultApiVersion,
  existsIn,
  isAtLeast,
  type Lifetime,
} from './versions.ts';

/** Properties that a version may change. */
export interface Changeable {
  /** In camelCase. The name of the command follows it, and the names of other versions remain aliases. */
  readonly name?: string;
  readonly path?: string;
  readonly response?: string | null;
  /** For an answer whose model a parameter decides: the models for some of its values. */
  readonly responseBy?: ResponseBy;
  readonly status?: number;
  readonly scope?: string;
  readonly auth?: readonly AuthScheme[];
  /** Effects that the summary does not suggest, for help; null for none. */
  readonly about?: string | null;
  /** Maximum number of requests in a number of seconds; null for none. */
  readonly limit?: readonly [requests: number, seconds: number] | null;
  /** Replaces what follows from `auth` and `scope`. */
  readonly sentWith?: Credentials;
  /** Operation of the same group that reads the attribute whose bounds are updated: `getAttribute`; null for none. */
  readonly boundsFrom?: string | null;
}

/** Properties that differ from those that the method implies. */
export interface Extras extends Lifetime, Omit<Changeable, 'name' | 'path' | 'response'> {
  readonly aliases?: readonly string[];
  readonly kind?: OperationKind;
  readonly repeatable?: boolean;
  readonly media?: string;
  /** For an update that resets what it is not given. Every parameter of its body is carried over, or `only` some. */
  readonly carryOver?: {
    /** Operation of the same group that reads the current object: `getBucket`. */
    readonly from: string;
    readonly only?: readonly string[];
    /** Prefix of the names that the object has for the parameters: `smtp` for `smtpHost`. */
    readonly prefix?: string;
  };
  /** Parameter with which the answer is a list of the model: several are created then. */
  readonly listWith?: string;
  readonly answersText?: boolean;
  readonly ownFormat?: boolean;
  /** First version that advises against it. */
  readonly deprecated?: ApiVersion;
  /**
   * Operation that does the same: instead of a deprecated one, or from `until` on; `tablesDB.listRows`. If it is the
   * same command, the API only spells its name in another way from then on, and there is nothing to advise.
   */
  readonly replacement?: string;
  /** What is different from a version on, in the order of versions. */
  readonly changes?: { readonly [version in ApiVersion]?: Changeable };
}

/**
 * For an operation whose name the API spells in another way from a version on: `account.createMFAChallenge` for
 * `createMfaChallenge`. It advises against the old spelling only.
 */
export const respelt = (since: ApiVersion, name: string): Extras => ({
  deprecated: since,
  replacement: name,
});

export interface OperationSpec {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly params: Params;
  readonly response: string | null;
  readonly extras: Extras;
}

const verb =
  (method: Method) =>
  (
    path: string,
    summary: string,
    params: Params = {},
    response: string | null = null,
    extras: Extras = {},
  ): OperationSpec => ({ method, path, summary, params, response, extras });

export const get = verb('GET');
export const post = verb('POST');
export const put = verb('PUT');
export const patch = verb('PATCH');
export const del = verb('DELETE');

/**
 * Properties shared by the operations of a section. The `*` of a scope becomes `read` with GET, `write` with the rest.
 */
export interface Shared extends Lifetime {
  readonly scope: string;
  /** Scopes that do as well. */
  readonly alsoScopes?: readonly string[];
  readonly auth: readonly AuthScheme[];
  readonly console?: ConsoleMode;
  /** Set if another group does the same: all that exists by then is deprecated. */
  readonly replaced?: Replaced;
}

interface Replaced {
  /** First version that advises against it. */
  readonly in: ApiVersion;
  /** Returns the replacement of an operation, as in `Extras.replacement`. */
  by(camel: string): string;
}

export const key: readonly AuthScheme[] = ['Key'];
export const user: readonly AuthScheme[] = ['JWT', 'Session'];
export const keyOrUser: readonly AuthScheme[] = ['JWT', 'Key', 'Session'];
export const guest: readonly AuthScheme[] = [];

/** For sections of the console's own API: about accounts of the console and their projects. */
export const ofConsole = { auth: guest, console: 'console' } as const;
/** For sections of the console's own API: about the contents of one project. */
export const ofProject = { auth: guest, console: 'admin' } as const;

export interface Section {
  readonly title: string;
  readonly shared: Shared;
  readonly operations: Readonly<Record<string, OperationSpec>>;
}

/**
 * Operations of a group that share a scope and a heading.
 * @param operations by name, in camelCase: `createStringAttribute` becomes the command `create-string-attribute`
 */
export function section(
  title: string,
  shared: Shared,
  operations: Readonly<Record<string, OperationSpec>>,
): Section {
  return { title, shared, operations };
}

/** Help of path parameters that an operation does not describe itself. */
export type PathHelp = Readonly<Record<string, string>>;

/**
 * A group of the API: the first word of a command.
 * @param pathHelp one line for each placeholder in the group's paths
 * @returns the group as the default version has it; `at` leads to the others
 */
export function group(name: string, summary: string, pathHelp: PathHelp, ...sections: Section[]): Group {
  const known = new Map<ApiVersion, Group>();
  function at(version: ApiVersion): Group {
    const found = known.get(version) ?? groupIn(version);
    known.set(version, found);
    return found;
  }
  function groupIn(version: ApiVersion): Group {
    const makeOperations = () =>
      sections.flatMap(({ title, shared, operations }) =>
        Object.entries(operations)
          .filter(([, { extras }]) => existsIn(shared, version) && existsIn(extras, version))
          .map(([camel, spec]) =>
            operation({ group: name, title, shared, pathHelp, version, find }, camel, spec),
          ),
      );
    let operations: readonly Operation[] | undefined;
    const view: Group = {
      name,
      summary,
      // Computed on demand: a command line speaks to one version.
      get operations() {
        operations ??= makeOperations();
        return operations;
      },
      at,
    };
    function find(camel: string): Operation {
      return operationOf(view, kebab(camel));
    }
    return view;
  }
  return at(defaultApiVersion);
}

/** Returns a group as some versions have it; the others lack it, and get it without operations. */
export function limited(group: Group, lifetime: Lifetime): Group {
  const at = (version: ApiVersion): Group =>
    existsIn(lifetime, version) ? group.at(version) : { ...group, operations: [], at };
  return at(defaultApiVersion);
}

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
  if (signsIn) return [...key, 'Guest'];
  if (auth.length === 0) return scope === 'account' ? user : guest;
  return guestScopes.includes(scope) ? [...auth, 'Guest'] : auth;
}

const consoleCredentials: Readonly<Record<ConsoleMode, Credentials>> = {
  console: ['Console'],
  admin: ['Admin'],
};

const successStatus: Record<Method, number> = { GET: 200, POST: 201, PUT: 200, PATCH: 200, DELETE: 204 };

/** The surroundings of an operation in its group. */
interface Place {
  readonly group: string;
  readonly title: string;
  readonly shared: Shared;
  readonly pathHelp: PathHelp;
  readonly version: ApiVersion;
  find(camel: string): Operation;
}

function operation(
  { group, title, shared, pathHelp, version, find }: Place,
  camel: string,
  { method, summary, params, extras, ...first }: OperationSpec,
): Operation {
  const now: Extras & Changeable =
    extras.changes === undefined ? extras : { ...extras, ...changesUntil(extras, version) };
  const { path = first.path, response = first.response, kind = 'json', limit } = now;
  const command = kebab(now.name ?? camel);
  const scope = withVerb(now.scope ?? shared.scope, method);
  const auth = now.auth ?? shared.auth;
  const { since = shared.since, until = shared.until } = extras;
  const replaced = shared.replaced && existsIn(extras, shared.replaced.in) ? shared.replaced : undefined;
  const deprecated = replaced?.in ?? extras.deprecated;
  let own: readonly Param[] | undefined;
  return {
    apiVersion: version,
    since,
    until,
    group,
    command,
    get aliases() {
      return aliasesOf(camel, extras).filter((alias) => alias !== command);
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
  return Object.keys(params).filter(
    (name) => params[name]!.at(version) === undefined && params[name]!.isLaterThan(version),
  );
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
