import { type Group, kebab, type Operation } from '../../api/schema.ts';
import { requireService } from './auth/access.ts';
import { requireScope } from './auth/actor.ts';
import type { Accounts } from './auth/authenticate.ts';
import { Call } from './call.ts';
import { notImplemented } from './errors.ts';
import { Router } from './http/router.ts';
import type { Handler, Module } from './module.ts';
import { checkParams } from './params/check.ts';
import type { SchemaWork } from './schema-work.ts';
import type { Blobs } from './store/blobs.ts';
import { isNoRoom, type Store } from './store/store.ts';
import { Traffic } from './traffic.ts';
import type { Argon2Options, Kernel, OperationRequest, OperationResult } from './types.ts';

export interface KernelOptions {
  readonly groups: readonly Group[];
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
  readonly router = new Router();
  readonly accounts: Accounts | undefined;
  readonly asyncDelayMs: number;
  readonly schemaWork: SchemaWork;
  readonly passwordHashing: Argon2Options;
  readonly now: () => number;
  readonly #report: (error: unknown) => void;
  /** By group and command, or group and alias: `users.create`. */
  readonly #operations = new Map<string, Operation>();
  readonly #handlers = new Map<Operation, Handler>();
  readonly #modules: readonly Module[];
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Time at which all work on the schema is done, by `performance.now()`. */
  #schemaWorkDoneAt = 0;

  /** @throws Error if a handler has no operation, or two operations have the same method and path */
  constructor(options: KernelOptions) {
    const { groups, modules, store, blobs, asyncDelayMs, schemaWork, passwordHashing, now, report } = options;
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
    for (const operation of groups.flatMap((group) => group.operations)) {
      this.router.add(operation);
      for (const name of [operation.command, ...operation.aliases]) {
        const key = `${operation.group}.${name}`;
        if (!this.#operations.has(key)) this.#operations.set(key, operation);
      }
    }
    for (const { handlers } of modules) {
      for (const [name, handler] of Object.entries(handlers))
        this.#handlers.set(this.operation(name), handler);
    }
    for (const module of modules) module.resume?.(this);
  }

  operation(name: string): Operation {
    const [group, camel = ''] = name.split('.');
    const found = this.#operations.get(`${group}.${kebab(camel)}`) ?? this.#operations.get(name);
    if (!found) throw new Error(`the catalogue has no operation ${name}`);
    return found;
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
    const handler = this.#handlers.get(operation);
    if (!handler) throw notImplemented(`The sandbox does not do ${operation.group} ${operation.command}.`);
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
      throw new Error('changes of this request were taken back, because the disk refused to store them');
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
