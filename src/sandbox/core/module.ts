import type { IncomingHttpHeaders } from 'node:http';
import type { Accounts } from './auth/authenticate.ts';
import type { Call } from './call.ts';
import type { Answer, Result } from './http/reply.ts';
import type { Kernel } from './types.ts';

/**
 * Performs an operation.
 * @returns a JSON object, which is sent with the operation's status; undefined for an empty answer; or a Reply for
 * anything else: a file, a redirect, another status
 * @throws ApiError if the request is wrong
 */
export type Handler = (call: Call) => Result | Promise<Result>;

/** A request that is not for the API. */
export interface SiteRequest {
  readonly method: string;
  /** Path and query as the client sent them. */
  readonly target: string;
  /** By lower-case name. */
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Answers the requests to a host name.
 * @throws ApiError
 */
export type Site = (request: SiteRequest) => Promise<Answer>;

/** Called with the result of an operation once its changes are written. */
export type Follow = (result: Result) => void;

/** A service of the sandbox: the handlers of one or more groups of operations. */
export interface Module {
  /** By group and name, as the catalogue spells them: `databases.createCollection`. */
  readonly handlers: Readonly<Record<string, Handler>>;
  /** Called after every operation that has succeeded, before its changes are written. */
  performed?(call: Call, result: Result): void;
  /**
   * Called before an operation is performed. It may read what the operation is about to change. Its errors are those of the
   * request; those of what it returns reach no client.
   * @returns undefined if it does not matter what becomes of the operation
   */
  follow?(call: Call): Promise<Follow> | undefined;
  /** Resolves sessions and tokens; one module provides it. */
  readonly accounts?: Accounts;
  /**
   * Called before the first request, to resume work that the last run left unfinished, and after a reset, for work that
   * was unfinished at the start.
   */
  resume?(kernel: Kernel): void;
  /** Called before the present state becomes the one that a reset brings back. */
  markStart?(kernel: Kernel): void;
  /**
   * Called when a reset begins. Ends work of its own that the kernel does not know of, so that nothing of it is written
   * afterwards; work by `Kernel.schedule` is cancelled anyway.
   */
  cancel?(kernel: Kernel): void | Promise<void>;
  /**
   * Returns what answers for a host name in place of the API, and of its checks of hosts and origins; undefined for any
   * other name.
   * @param host in lower case, without a port
   */
  site?(kernel: Kernel, host: string): Site | undefined;
}
