/**
 * The vocabulary of the catalogue. Pure data: nothing here reads, writes or sends. An operation is one line in its
 * group's file; the command, its help, its checks, its request, its table, its completions and the sandbox's route all
 * follow from that line.
 */

import type { ParamFacts, Params } from './param-spec.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type ParamLocation = 'path' | 'query' | 'body' | 'form';
export type AuthScheme = 'Key' | 'JWT' | 'Session';
/**
 * The project that an operation of the console's own API is sent to. console: the console itself, with the session of
 * an account · admin: a project, with that session in admin mode.
 */
export type ConsoleMode = 'console' | 'admin';
/** Credentials that a request may be sent with; Guest if none of the others is available. */
export type Credentials = readonly (AuthScheme | 'Guest' | ConsoleSession)[];
/** The session of a console login, as a credential for the console itself, or for a project in admin mode. */
export type ConsoleSession = 'Console' | 'Admin';
/**
 * json: answers with JSON or nothing · location: answers with a file · upload: accepts one · webAuth: answers with a
 * redirect.
 */
export type OperationKind = 'json' | 'location' | 'upload' | 'webAuth' | 'graphql';

export interface Param extends ParamFacts {
  /** In the API's spelling: `databaseId`. */
  readonly name: string;
  /** As the user types it: `--database-id`. */
  readonly flag: string;
  readonly in: ParamLocation;
  readonly required: boolean;
}

export interface RateLimit {
  readonly requests: number;
  readonly seconds: number;
}

/**
 * For an update that resets what it is not given: what the line leaves out is read first and sent unchanged, so that
 * only what the line names changes.
 */
export interface CarryOver {
  /** Reads the current object; its path parameters are those of the update. */
  readonly reads: Operation;
  /** Names of the update's parameters that are carried over. */
  readonly params: readonly string[];
  /**
   * Names of parameters that only newer servers know, and reset too. No flag sets them; they are carried over if the
   * object has them.
   */
  readonly newer: readonly string[];
  /** Prefix of the names that the object has for the parameters: `smtp` for `smtpHost`. */
  readonly prefix: string;
}

export interface Operation {
  readonly group: string;
  /** As the user types it: `create-string-attribute`. */
  readonly command: string;
  /** Other accepted spellings: those of the SDKs and the official CLI. */
  readonly aliases: readonly string[];
  /** Heading in the group's help. */
  readonly section: string;
  readonly summary: string;
  /** Effects that the summary does not suggest, for help. */
  readonly about: string | undefined;
  readonly method: Method;
  /** Relative to the endpoint, with `{placeholders}`. */
  readonly path: string;
  readonly kind: OperationKind;
  /** True if the operation is idempotent. */
  readonly repeatable: boolean;
  readonly scope: string;
  /** Credentials that the published API names; empty if it answers guests. */
  readonly auth: readonly AuthScheme[];
  /**
   * Credentials that the request is sent with, according to the behaviour of a real server; empty to send it as a
   * guest.
   */
  readonly sentWith: Credentials;
  /** Set for an operation of the console's own API, which takes no credential but the session of a console login. */
  readonly console: ConsoleMode | undefined;
  /** Path parameters first, in path order. */
  readonly params: readonly Param[];
  /** Name of the answer's model (models.ts), or null for an empty answer or a file. */
  readonly response: string | null;
  readonly status: number;
  /** Beginning of the content type of the file that is the answer, such as `image/`; undefined for any. */
  readonly media: string | undefined;
  readonly rateLimit: RateLimit | null;
  /** Set if the server resets what the update leaves out. */
  readonly carryOver: CarryOver | undefined;
  /**
   * Reads the attribute before an update of its bounds. Appwrite 1.5 stops to check them if the update leaves both
   * unchanged.
   */
  readonly boundsFrom: Operation | undefined;
  /** True if a success is text, and not JSON. */
  readonly answersText: boolean;
  /** True if the request is sent without a response format: with an old one, newer servers change the request. */
  readonly ownFormat: boolean;
}

export interface Group {
  readonly name: string;
  readonly summary: string;
  readonly operations: readonly Operation[];
}

/**
 * Returns an operation of a group.
 * @param command as the user types it
 * @throws Error if there is none: a mistake in this program
 */
export function operationOf({ name, operations }: Group, command: string): Operation {
  const found = operations.find((operation) => operation.command === command);
  if (!found) throw new Error(`the catalogue has no operation ${name} ${command}`);
  return found;
}

/** Properties that differ from those that the method implies. */
export interface Extras {
  readonly aliases?: readonly string[];
  readonly kind?: OperationKind;
  readonly repeatable?: boolean;
  readonly scope?: string;
  readonly auth?: readonly AuthScheme[];
  readonly status?: number;
  readonly media?: string;
  /** Maximum number of requests in a number of seconds. */
  readonly limit?: readonly [requests: number, seconds: number];
  /** For an update that resets what it is not given. Every parameter of its body is carried over, or `only` some. */
  readonly carryOver?: {
    /** Operation of the same group that reads the current object: `getBucket`. */
    readonly from: string;
    readonly only?: readonly string[];
    /** Parameters that only newer servers know. */
    readonly newer?: readonly string[];
    /** Prefix of the names that the object has for the parameters: `smtp` for `smtpHost`. */
    readonly prefix?: string;
  };
  /** Operation of the same group that reads the attribute whose bounds are updated: `getAttribute`. */
  readonly boundsFrom?: string;
  readonly answersText?: boolean;
  readonly ownFormat?: boolean;
  readonly about?: string;
}

interface OperationSpec {
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
export interface Shared {
  readonly scope: string;
  readonly auth: readonly AuthScheme[];
  readonly console?: ConsoleMode;
}

export const key: readonly AuthScheme[] = ['Key'];
export const user: readonly AuthScheme[] = ['JWT', 'Session'];
export const keyOrUser: readonly AuthScheme[] = ['JWT', 'Key', 'Session'];
export const guest: readonly AuthScheme[] = [];

/** For sections of the console's own API: about accounts of the console and their projects. */
export const ofConsole = { auth: guest, console: 'console' } as const;
/** For sections of the console's own API: about the contents of one project. */
export const ofProject = { auth: guest, console: 'admin' } as const;

interface Section {
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
 */
export function group(name: string, summary: string, pathHelp: PathHelp, ...sections: Section[]): Group {
  const operations: Operation[] = sections.flatMap(({ title, shared, operations }) =>
    Object.entries(operations).map(([camel, spec]) =>
      operation(name, title, shared, pathHelp, camel, spec, find),
    ),
  );
  const all: Group = { name, summary, operations };
  function find(camel: string): Operation {
    return operationOf(all, kebab(camel));
  }
  return all;
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
  { params, response }: Pick<OperationSpec, 'params' | 'response'>,
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

function operation(
  groupName: string,
  title: string,
  shared: Shared,
  pathHelp: PathHelp,
  camel: string,
  { method, path, summary, params, response, extras }: OperationSpec,
  find: (camel: string) => Operation,
): Operation {
  const command = kebab(camel);
  const kind = extras.kind ?? 'json';
  const [requests, seconds] = extras.limit ?? [];
  const scope = (extras.scope ?? shared.scope).replace('*', method === 'GET' ? 'read' : 'write');
  const auth = extras.auth ?? shared.auth;
  let own: readonly Param[] | undefined;
  return {
    group: groupName,
    command,
    aliases: [camel, ...(extras.aliases ?? [])].filter((alias) => alias !== command),
    section: title,
    summary,
    about: extras.about,
    method,
    path,
    kind,
    repeatable: extras.repeatable ?? (method === 'GET' || method === 'PUT' || method === 'DELETE'),
    scope,
    auth,
    sentWith: shared.console
      ? consoleCredentials[shared.console]
      : sentWith(auth, scope, { params, response }),
    console: shared.console,
    // Computed on demand: a command line needs only one operation of a group.
    get params() {
      own ??= operationParams(method, path, kind, pathHelp, params);
      return own;
    },
    response,
    status: extras.status ?? successStatus[method],
    media: extras.media,
    rateLimit: requests === undefined || seconds === undefined ? null : { requests, seconds },
    get carryOver() {
      if (extras.carryOver === undefined) return undefined;
      const { from, only, newer = [], prefix = '' } = extras.carryOver;
      const inBody = () => this.params.filter((param) => param.in === 'body').map((param) => param.name);
      return { reads: find(from), params: only ?? inBody(), newer, prefix };
    },
    get boundsFrom() {
      return extras.boundsFrom === undefined ? undefined : find(extras.boundsFrom);
    },
    answersText: extras.answersText ?? false,
    ownFormat: extras.ownFormat ?? false,
  };
}

function operationParams(
  method: Method,
  path: string,
  kind: OperationKind,
  pathHelp: PathHelp,
  params: Params,
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
  return [
    ...inPath.map((name) => {
      const facts = params[name]?.facts ?? {
        type: 'string',
        help: pathHelp[name] ?? missingHelp(path, name),
      };
      return param(name, { ...facts, required: true }, 'path');
    }),
    ...Object.entries(params)
      .filter(([name]) => !inPath.includes(name))
      .map(([name, spec]) => param(name, spec.facts, place)),
  ];
}

function missingHelp(path: string, name: string): never {
  throw new Error(`the catalogue says nothing about {${name}} in ${path}`);
}

/** `createStringAttribute` → `create-string-attribute`, `autoTLS` → `auto-tls`. */
export function kebab(camel: string): string {
  return camel
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}
