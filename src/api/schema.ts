/** Operations and groups of the API, as one version of the catalogue has them. Pure data. */

import type { ParamFacts } from './param-spec.ts';
import type { ApiVersion, Lifetime } from './versions.ts';

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

/** A parameter that decides about the model of the answer, and the models for some of its values. */
export interface ResponseBy {
  readonly param: string;
  readonly models: Readonly<Record<string, string>>;
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

/** An operation as one version of the API has it. */
export interface Operation extends Lifetime {
  readonly apiVersion: ApiVersion;
  readonly group: string;
  /** As the user types it: `create-string-attribute`. */
  readonly command: string;
  /** Other accepted spellings: those of the SDKs and the official CLI, and its names in other versions. */
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
  /** Scopes that do as well as `scope`. */
  readonly alsoScopes: readonly string[];
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
  /** Set if the value of a parameter may ask for another model. */
  readonly responseBy: ResponseBy | undefined;
  readonly status: number;
  /** Beginning of the content type of the file that is the answer, such as `image/`; undefined for any. */
  readonly media: string | undefined;
  readonly rateLimit: RateLimit | null;
  /** Set if the server resets what the update leaves out. */
  readonly carryOver: CarryOver | undefined;
  /**
   * Reads the attribute before an update of its bounds. Appwrite 1.5 stops checking them if the update leaves both
   * unchanged.
   */
  readonly boundsFrom: Operation | undefined;
  /** Name of a parameter with which the answer is a list of the model: several are created then, and make their IDs. */
  readonly listWith: string | undefined;
  /** True if a success is text, and not JSON. */
  readonly answersText: boolean;
  /** True if the request is sent without a response format: with an old one, newer servers change the request. */
  readonly ownFormat: boolean;
  /** True if this version advises against it. */
  readonly deprecated: boolean;
  /** Command that does the same: instead of a deprecated operation, or from `until` on; `tables-db list-rows`. */
  readonly replacement: string | undefined;
}

/** A group of operations as one version of the API has it. */
export interface Group {
  readonly name: string;
  readonly summary: string;
  readonly operations: readonly Operation[];
  /** Returns the operation of a command, without making the others; undefined if there is none. */
  find(command: string): Operation | undefined;
  /** Returns the group as another version has it; without operations if that version lacks it. */
  at(version: ApiVersion): Group;
}

/**
 * Returns an operation of a group.
 * @param command as the user types it
 * @throws Error if there is none: a mistake in this program
 */
export function operationOf(group: Group, command: string): Operation {
  const found = group.find(command);
  if (!found) throw new Error(`the catalogue has no operation ${group.name} ${command}`);
  return found;
}

/** `createStringAttribute` → `create-string-attribute`, `autoTLS` → `auto-tls`. */
export function kebab(camel: string): string {
  return camel
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}
