import { type Group, kebab, type Operation } from '../../api/schema.ts';
import { requireScope } from './auth/actor.ts';
import type { Accounts } from './auth/authenticate.ts';
import { Call } from './call.ts';
import { notImplemented } from './errors.ts';
import type { Sent } from './http/body.ts';
import type { Result } from './http/reply.ts';
import { Router } from './http/router.ts';
import type { Handler, Module } from './module.ts';
import { checkParams } from './params/check.ts';
import type { Blobs } from './store/blobs.ts';
import type { Store } from './store/store.ts';

export interface KernelParts {
  readonly groups: readonly Group[];
  readonly modules: readonly Module[];
  readonly store: Store;
  readonly blobs: Blobs;
  /** How long it takes to do what a request only orders, in milliseconds. */
  readonly asyncDelayMs: number;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Told of errors that nobody meant and nobody waits for. */
  report(error: unknown): void;
}

/** An operation that is called, by whom, and with what. */
export type Request = Pick<Call, 'project' | 'actor' | 'request'> & { readonly sent: Sent };

/** Operations and the handlers that do them, over one store. It knows nothing of sockets. */
export class Kernel {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly router = new Router();
  readonly accounts: Accounts | undefined;
  readonly asyncDelayMs: number;
  readonly now: () => number;
  readonly #report: (error: unknown) => void;
  readonly #operations: readonly Operation[];
  readonly #handlers = new Map<Operation, Handler>();
  readonly #timers = new Set<NodeJS.Timeout>();

  /** @throws Error when a handler is for no operation, or a module's operation takes another's path */
  constructor({ groups, modules, store, blobs, asyncDelayMs, now, report }: KernelParts) {
    this.store = store;
    this.blobs = blobs;
    this.asyncDelayMs = asyncDelayMs;
    this.now = now;
    this.#report = report;
    this.accounts = modules.find((module) => module.accounts)?.accounts;
    this.#operations = groups.flatMap((group) => group.operations);
    for (const operation of this.#operations) this.router.add(operation);
    for (const { handlers } of modules) {
      for (const [name, handler] of Object.entries(handlers))
        this.#handlers.set(this.operation(name), handler);
    }
    for (const module of modules) module.start?.(this);
  }

  /**
   * The operation of that name: `databases.createCollection`.
   * @throws Error when there is none
   */
  operation(name: string): Operation {
    const [group, camel = ''] = name.split('.');
    const command = kebab(camel);
    const found = this.#operations.find(
      (each) => each.group === group && (each.command === command || each.aliases.includes(camel)),
    );
    if (!found) throw new Error(`the catalogue has no operation ${name}`);
    return found;
  }

  /**
   * Runs an operation for a caller: checks scope and parameters, calls the handler, and writes what it changed.
   * @param admitted called between the scope check and the parameters'; it may refuse
   * @returns what the handler answered, and the call, for its headers
   * @throws ApiError 401 without the scope, 400 for a parameter, 501 where nobody does it, and what the handler throws
   */
  async perform(
    operation: Operation,
    { project, actor, request, sent }: Request,
    admitted: () => void = () => {},
  ): Promise<{ result: Result; call: Call }> {
    requireScope(actor, operation.scope, `app.${project.$id}@service.${request.host}`);
    admitted();
    const params = checkParams(operation, sent.params, this.now());
    const handler = this.#handlers.get(operation);
    if (!handler) throw notImplemented(`The sandbox does not do ${operation.group} ${operation.command}.`);
    const call = new Call({ kernel: this, operation, params, files: sent.files, project, actor, request });
    try {
      return { result: await handler(call), call };
    } finally {
      this.store.commit();
    }
  }

  /** Does something in a while, unless the sandbox is closed before; what it changes is written. */
  schedule(milliseconds: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      try {
        work();
        this.store.commit();
      } catch (error) {
        this.#report(error);
      }
    }, milliseconds);
    this.#timers.add(timer);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.store.close();
    this.blobs.close();
  }
}
