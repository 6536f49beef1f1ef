import type { Accounts } from './auth/authenticate.ts';
import type { Call } from './call.ts';
import type { Result } from './http/reply.ts';
import type { Kernel } from './kernel.ts';

/**
 * Does what an operation promises.
 * @returns a JSON object, which is sent with the operation's status; nothing, for an empty answer; or a Reply for
 * anything else: a file, a redirect, another status
 * @throws ApiError for what the caller got wrong
 */
export type Handler = (call: Call) => Result | Promise<Result>;

/** A part of the sandbox: what it does for a group of operations or several. */
export interface Module {
  /** By group and name, as the catalogue spells them: `databases.createCollection`. */
  readonly handlers: Readonly<Record<string, Handler>>;
  /** How sessions and tokens are verified; one module has it. */
  readonly accounts?: Accounts;
  /** Called once before the first request, to go on with what the last run left unfinished. */
  start?(kernel: Kernel): void;
}
