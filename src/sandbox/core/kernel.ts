import type { Operation } from '../../api/schema.ts';
import { requireService } from './auth/access.ts';
import { requireScope } from './auth/actor.ts';
import type { Accounts } from './auth/authenticate.ts';
import { Call } from './call.ts';
import type { Clock } from './clock.ts';
import { notImplemented } from './errors.ts';
import type { FunctionHost } from './function-host.ts';
import type { HandledOperations } from './handled-operations.ts';
import type { Result } from './http/reply.ts';
import type { Router } from './http/router.ts';
import { InProgress } from './in-progress.ts';
import type { Follow, Module, Site } from './module.ts';
import { checkParams } from './params/check.ts';
import type { SchemaWork } from './schema-work.ts';
import type { Blobs } from './store/blobs.ts';
import { isNoRoom, type Snapshot, type Store } from './store/store.ts';
import { Traffic } from './traffic.ts';
import type { Argon2Options, Kernel, OperationRequest, OperationResult } from './types.ts';

export interface KernelOptions {
  readonly operations: HandledOperations;
  readonly modules: readonly Module[];
  readonly store: Store;
  readonly blobs: Blobs;
  readonly asyncDelayMs: number;
  readonly schemaWork: SchemaWork;
  readonly functions: FunctionHost | undefined;
  readonly passwordHashing: Argon2Options;
  readonly clock: Clock;
  /** Receives unexpected errors of scheduled work, which no request waits for. */
  report(error: unknown): void;
  /** Receives warnings for the user of the sandbox, a line each. */
  warn(line: string): void;
}

/** Maximum time that `close` and `reset` wait for requests in progress. */
export const closeGraceMs = 2000;

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
  readonly functions: FunctionHost | undefined;
  readonly passwordHashing: Argon2Options;
  readonly clock: Clock;
  readonly now: () => number;
  readonly report: (error: unknown) => void;
  readonly warn: (line: string) => void;
  readonly #operations: HandledOperations;
  readonly #modules: readonly Module[];
  /** Scheduled work, and what to do if it is dropped. */
  readonly #timers = new Map<NodeJS.Timeout, () => void>();
  /** Time at which all work on the schema is done, by `performance.now()`. */
  #schemaWorkDoneAt = 0;
  readonly #inProgress = new InProgress();
  /** Requests that wait for a reset, and those that have asked for one. */
  #waitingForReset = 0;
  readonly #resetting = new WeakSet<object>();
  #start: Snapshot = new Map();
  era = 0;
  /** Called by each reset, for what it brings back outside of the kernel. */
  onReset: () => void = () => {};

  constructor(options: KernelOptions) {
    const {
      operations,
      modules,
      store,
      blobs,
      asyncDelayMs,
      schemaWork,
      functions,
      passwordHashing,
      clock,
      report,
      warn,
    } = options;
    this.store = store;
    this.blobs = blobs;
    this.traffic = new Traffic(store);
    this.asyncDelayMs = asyncDelayMs;
    this.schemaWork = schemaWork;
    this.functions = functions;
    this.passwordHashing = passwordHashing;
    this.clock = clock;
    this.now = clock.now;
    this.report = report;
    this.warn = warn;
    this.accounts = modules.find((module) => module.accounts)?.accounts;
    this.#modules = modules;
    this.#operations = operations;
    this.router = operations.router;
    this.#resume();
  }

  #resume(): void {
    for (const module of this.#modules) module.resume?.(this);
  }

  /** Makes the present state the one that a reset brings back. */
  markStart(): void {
    for (const module of this.#modules) module.markStart?.(this);
    this.store.commit();
    this.#start = this.store.snapshot();
    this.blobs.keep(this.store.blobNames());
  }

  async reset(caller?: object): Promise<void> {
    if (caller) {
      this.#resetting.add(caller);
      this.#waitingForReset++;
    }
    try {
      for (const module of this.#modules) await module.cancel?.(this);
      await this.#inProgress.settled(closeGraceMs, () => this.#waitingForReset);
      this.#restoreStart();
    } finally {
      if (caller) this.#waitingForReset--;
    }
  }

  /** Without a pause, so that no request comes in between. */
  #restoreStart(): void {
    this.store.restore(this.#start);
    this.era++;
    this.clock.restore();
    this.#cancelTimers();
    this.#schemaWorkDoneAt = 0;
    this.blobs.sweep(this.store.blobNames());
    this.traffic.forget();
    this.onReset();
    this.#resume();
  }

  operation(name: string): Operation {
    return this.#operations.named(name);
  }

  /**
   * Returns what answers for a host name in place of the API, or undefined.
   * @param host without a port
   */
  siteOf(host: string): Site | undefined {
    for (const module of this.#modules) {
      const site = module.site?.(this, host.toLowerCase());
      if (site) return site;
    }
    return undefined;
  }

  perform(operation: Operation, request: OperationRequest, admit?: () => void): Promise<OperationResult> {
    return this.#inProgress.run(() => this.#perform(operation, request, admit));
  }

  async #perform(
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
    const follows = await this.#followsOf(call);
    const { rollbacks } = this.store;
    let result: Result;
    try {
      result = await handler(call);
      for (const module of this.#modules) module.performed?.(call, result);
    } finally {
      if (operation.method === 'GET') this.store.commitIfPossible();
      else this.#commitSince(this.#resetting.has(call) ? this.store.rollbacks : rollbacks);
    }
    for (const follow of follows) this.#follow(follow, result);
    return { result, headers: call.headers };
  }

  async #followsOf(call: Call): Promise<readonly Follow[]> {
    const begun = this.#modules.flatMap((module) => module.follow?.(call) ?? []);
    return begun.length === 0 ? [] : Promise.all(begun);
  }

  #follow(follow: Follow, result: Result): void {
    try {
      follow(result);
    } catch (error) {
      this.report(error);
    }
  }

  /**
   * Commits the changes of a request.
   * @param rollbacks of the store when the request began
   * @throws Error if the disk refuses them, or has refused earlier ones, and if a reset came in between
   */
  #commitSince(rollbacks: number): void {
    if (this.store.rollbacks !== rollbacks) {
      this.store.rollBack();
      throw new Error('the changes of this request were rolled back, by a full disk or a reset');
    }
    this.store.commit();
  }

  schedule(delayMs: number, work: () => void, dropped: () => void = () => {}): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      try {
        work();
        this.store.commit();
      } catch (error) {
        this.report(error);
        // The changes have been taken back; the work is done again when there is room.
        if (isNoRoom(error)) this.schedule(Math.max(minRetryMs, 2 * delayMs), work, dropped);
      }
    }, delayMs);
    this.#timers.set(timer, dropped);
  }

  scheduleSchemaWork(work: () => void): void {
    const now = performance.now();
    const startsAt = Math.max(now + this.asyncDelayMs, this.#schemaWorkDoneAt);
    this.#schemaWorkDoneAt = startsAt + this.schemaWork.durationMs;
    this.schedule(this.#schemaWorkDoneAt - now, work);
  }

  #cancelTimers(): void {
    const timers = [...this.#timers];
    this.#timers.clear();
    for (const [timer, dropped] of timers) {
      clearTimeout(timer);
      dropped();
    }
  }

  close(): void {
    this.#cancelTimers();
    this.traffic.flush(this.now());
    try {
      this.store.close();
    } finally {
      this.blobs.close();
    }
  }
}
