/** An operation with its history, as the catalogue writes it down. Pure data. */

import type { Params } from './param-spec.ts';
import type { AuthScheme, ConsoleMode, Credentials, Method, OperationKind, ResponseBy } from './schema.ts';
import type { ApiVersion, Lifetime } from './versions.ts';

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
  /** Differences from a version on, in the order of versions. */
  readonly changes?: { readonly [version in ApiVersion]?: Changeable };
}

export interface OperationSpec {
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly params: Params;
  readonly response: string | null;
  readonly extras: Extras;
}

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

/** Help of path parameters that an operation does not describe itself. */
export type PathHelp = Readonly<Record<string, string>>;
