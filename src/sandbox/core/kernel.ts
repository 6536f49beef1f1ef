import type { Operation } from '../../api/schema.ts';
import { requireService } from './auth/access.ts';
import { requireScope } from './auth/actor.ts';
import type { Accounts } from './auth/authenticate.ts';
import { Call } from './call.ts';
import { notImplemented } from './errors.ts';
import type { HandledOperations } from './handled-operations.ts';
import type { Router } from './http/router.ts';
import type { Module } from './module.ts';
import { checkParams } from './params/check.ts';
import type { SchemaWork } from './schema-work.ts';
import type { Blobs } from './store/blobs.ts';
import { isNoRoom, type Store } from './store/store.ts';
import { Traffic } from './traffic.ts';
import type { Argon2Options, Kernel, OperationRequest, OperationResult } from './types.ts';

export interface KernelOptions {
  readonly operations: HandledOperations;
  readonly modules: readonly Module[];
  readonly store: Store;
  readonly blobs: Blobs;
  readonly asyncDelayMs: number;
  readonly schemaWork: SchemaWork;
  readonly passwordHashing: Argon2Options;
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Receives unexpected errors of scheduled work, which no request waits for. */
  report(error: unknown): void;
}

/** Minimum pause before scheduled work is done again that the disk refused to store. */
const minRetryMs = 1000;

/** Operations and their handlers, over one store, without any knowledge of sockets. */
export class SandboxKernel implements Kernel {
  readonly store: Store;
  readonly blobs: Blobs;
  readonly traffic: Traffic;
  readonly router: Router;
  readonly accounts: Accounts | undefined;
  readonly asyncDelayMs: number;
  readonly schemaWork: SchemaWork;
  readonly passwordHashing: Argon2Options;
  readonly now: () => number;
  readonly #report: (error: unknown) => void;
  readonly #operations: HandledOperations;
  readonly #modules: readonly Module[];
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Time at which all work on the schema is done, by `performance.now()`. */
  #schemaWorkDoneAt = 0;

  constructor(options: KernelOptions) {
    const { operations, modules, store, blobs, asyncDelayMs, schemaWork, passwordHashing, now, report } =
      options;
    this.store = store;
    this.blobs = blobs;
    this.traffic = new Traffic(store);
    this.asyncDelayMs = asyncDelayMs;
    this.schemaWork = schemaWork;
    this.passwordHashing = passwordHashing;
    this.now = now;
    this.#report = report;
    this.accounts = modules.find((module) => module.accounts)?.accounts;
    this.#modules = modules;
    this.#operations = operations;
    this.router = operations.router;
    for (const module of modules) module.resume?.(this);
  }

  operation(name: string): Operation {
    return this.#operations.named(name);
  }

  async perform(
    operation: Operation,
    { project, actor, request, input }: OperationRequest,
    admit: () => void = () => {},
  ): Promise<OperationResult> {
    requireService({ project, actor }, operation);
    requireScope(actor, operation.scope, `app.${project.$id}@service.${request.host}`);
    admit();
    const params = checkParams(operation, input.params, this.now());
    const handler = this.#operations.handlerOf(operation);
    if (!handler)
      throw notImplemented(`The sandbox does not implement ${operation.group} ${operation.command}.`);
    const call = new Call({ kernel: this, operation, params, files: input.files, project, actor, request });
    const { rollbacks } = this.store;
    try {
      const result = await handler(call);
      for (const module of this.#modules) module.performed?.(call, result);
      return { result, headers: call.headers };
    } finally {
      if (operation.method === 'GET') this.store.commitIfPossible();
      else this.#commitSince(rollbacks);
    }
  }

  /**
   * Commits the changes of a request.
   * @param rollbacks of the store when the request began
   * @throws Error if the disk refuses them, or has refused earlier ones
   */
  #commitSince(rollbacks: number): void {
    if (this.store.rollbacks !== rollbacks) {
      this.store.rollBack();
      throw new Error('the changes of this request were rolled back: the disk refused to store them');
    }
    this.store.commit();
  }

  schedule(delayMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      try {
        work();
        this.store.commit();
      } catch (error) {
        this.#report(error);
        // The changes have been taken back; the work is done again when there is room.
        if (isNoRoom(error)) this.schedule(Math.max(minRetryMs, 2 * delayMs), work);
      }
    }, delayMs);
    this.#timers.add(timer);
  }

  scheduleSchemaWork(work: () => void): void {
    const now = performance.now();
    const startsAt = Math.max(now + this.asyncDelayMs, this.#schemaWorkDoneAt);
    this.#schemaWorkDoneAt = startsAt + this.schemaWork.durationMs;
    this.schedule(this.#schemaWorkDoneAt - now, work);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.traffic.flush(this.now());
    try {
      this.store.close();
    } finally {
      this.blobs.close();
    }
  }
}
