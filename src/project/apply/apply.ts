/** Applies a plan: sends its requests in order, several at a time, and waits for what the server does later. */
import { AdaptiveLimit, forEachConcurrent } from '../../bulk/concurrency.ts';
import { FailurePolicy } from '../../bulk/failure-policy.ts';
import { CliError } from '../../errors.ts';
import { kindNamed } from '../model/kinds.ts';
import { keyOf, type ResourceKey, type ResourceRef } from '../model/state.ts';
import type { Action, Plan, PlanStep } from '../plan/plan.ts';
import { type Lane, type Level, levelsOf } from './levels.ts';
import { createLookUp, type LookUp } from './look-up.ts';
import { type ReadyRequest, Requests, resourceOf } from './requests.ts';
import { type SendOutcome, sendRequest } from './send.ts';
import type { ApplyOptions, ApplyResult, FailedAction } from './types.ts';
import { type Awaited, type ProgressTime, type WaitOptions, waitFor } from './wait.ts';

/**
 * Applies a plan. What fails does not stop what does not need it. Errors that everything else would meet too stop the
 * work, and so does Ctrl-C; what has been sent is waited for.
 * @param plan whose actions are not blocked
 * @throws Error for a plan that this program has not made: nothing is sent then
 */
export async function applyPlan(plan: Plan, options: ApplyOptions): Promise<ApplyResult> {
  return new Run(plan, options).run();
}

/** An action whose requests have been sent, and whose resource the server is still working on. */
interface Begun {
  readonly action: Action;
  readonly found: boolean;
  readonly awaited: Awaited;
}

class Run {
  readonly #levels: readonly Level[];
  readonly #actions: readonly Action[];
  readonly #options: ApplyOptions;
  readonly #requests: Requests;
  readonly #lookUp: LookUp;
  readonly #limit: AdaptiveLimit;
  readonly #policy: FailurePolicy;
  readonly #progress: ProgressTime;
  readonly #done = new Set<Action>();
  readonly #doneIds = new Set<string>();
  readonly #failed: FailedAction[] = [];
  readonly #deleted = new Set<ResourceKey>();
  #begun: Begun[] = [];
  #stoppedBy: unknown;

  constructor({ actions, target }: Plan, options: ApplyOptions) {
    this.#actions = actions;
    this.#levels = levelsOf(actions);
    this.#options = options;
    this.#requests = new Requests(target.apiVersion, options);
    this.#lookUp = createLookUp(target, options.clientFor);
    this.#limit = new AdaptiveLimit(options.concurrency);
    // A plan is made for the credential of the project, or for the session of a console login.
    this.#policy = new FailurePolicy({ credential: { kind: 'key', secret: '' } });
    // The plan has been made from the answers of this server.
    this.#policy.succeeded();
    this.#progress = { ms: options.clock.now() };
  }

  async run(): Promise<ApplyResult> {
    for (const level of this.#levels) {
      await forEachConcurrent(level, this.#limit, (lane) => this.#runLane(lane));
      await this.#settleBegun();
      if (this.#isStopped) break;
    }
    const failed = new Set(this.#failed.map(({ action }) => action));
    return {
      done: this.#actions.filter((action) => this.#done.has(action)),
      failed: this.#failed,
      open: this.#actions.filter((action) => !this.#done.has(action) && !failed.has(action)),
      stoppedBy: this.#stoppedBy,
    };
  }

  get #isStopped(): boolean {
    if (this.#options.signal.aborted) this.#stoppedBy ??= this.#options.signal.reason;
    return this.#stoppedBy !== undefined;
  }

  async #runLane(lane: Lane): Promise<void> {
    for (const action of lane) {
      if (this.#isStopped) return;
      if (!action.after.every((id) => this.#doneIds.has(id))) continue;
      this.#options.report({ kind: 'begun', action });
      try {
        await this.#perform(action);
      } catch (error) {
        this.#fail(action, error);
      }
    }
  }

  async #perform(action: Action): Promise<void> {
    let outcome: SendOutcome = 'done';
    for (const [at, step] of action.steps.entries()) {
      const done = await this.#take(step, action);
      outcome = done.outcome;
      const isLast = at === action.steps.length - 1;
      if (done.awaited === undefined) continue;
      if (isLast) {
        this.#begun.push({ action, found: outcome === 'found', awaited: done.awaited });
        return;
      }
      await this.#settle([done.awaited]);
    }
    this.#succeed(action, outcome === 'found');
  }

  async #take(step: PlanStep, action: Action): Promise<{ outcome: SendOutcome; awaited?: Awaited }> {
    const { deployer } = this.#options;
    if (step.step === 'deploy') {
      await deployer.deploy(step.deployment);
      return { outcome: 'done' };
    }
    if (step.step === 'build') {
      await deployer.rebuild(step.functionId, step.deploymentId);
      return { outcome: 'done' };
    }
    const resource = resourceOf(step.request, action.resource);
    const ready = await this.#requests.ready(step.request, resource);
    const outcome = await this.#send(ready, resource);
    const { method } = ready.operation;
    if (method === 'DELETE') this.#deleted.add(keyOf(resource));
    if (!kindNamed(resource.kind).asynchronous || (method !== 'DELETE' && method !== 'POST'))
      return { outcome };
    if (method === 'POST') return { outcome, awaited: { resource, until: 'available' } };
    const deleteAgain = async () => void (await this.#send(ready, resource));
    return { outcome, awaited: { resource, until: 'gone', deleteAgain } };
  }

  /** Sends a request, and lets the limit on concurrent work learn from it. */
  async #send(ready: ReadyRequest, resource: ResourceRef): Promise<SendOutcome> {
    const { clock, clientFor } = this.#options;
    const client = await clientFor(ready.operation.sentWith);
    const startedAt = clock.now();
    const { timesLimited } = client;
    const settle = (awaited: readonly Awaited[]) => this.#settle(awaited);
    const outcome = await sendRequest(ready, resource, {
      client,
      clock,
      settle,
      lookUp: this.#lookUp,
      wasDeleted: this.#deleted.has(keyOf(resource)),
    });
    if (client.timesLimited > timesLimited) this.#limit.setback(startedAt, clock.now());
    else this.#limit.succeeded(startedAt, clock.now());
    this.#policy.succeeded();
    return outcome;
  }

  /** @throws CliError of the first that the server did not get done */
  async #settle(awaited: readonly Awaited[]): Promise<void> {
    const failures = await this.#wait(awaited);
    for (const error of failures.values()) throw error;
  }

  #wait(
    awaited: readonly Awaited[],
    otherwise: Partial<WaitOptions> = {},
  ): Promise<ReadonlyMap<ResourceKey, CliError>> {
    const { clock, signal, waitTimeoutMs, report } = this.#options;
    return waitFor(awaited, {
      lookUp: this.#lookUp,
      clock,
      signal,
      timeoutMs: waitTimeoutMs,
      progress: this.#progress,
      onLook: (resources) => report({ kind: 'waiting', resources }),
      ...otherwise,
    });
  }

  /** Waits for everything that has been sent in this level. */
  async #settleBegun(): Promise<void> {
    const begun = this.#begun;
    this.#begun = [];
    if (begun.length === 0) return;
    try {
      const failures = await this.#wait(begun.map(({ awaited }) => awaited));
      for (const { action, found } of begun) {
        const error = failures.get(keyOf(action.resource));
        if (error) this.#noteFailure({ action, error });
        else this.#succeed(action, found);
      }
    } catch (error) {
      this.#stop(error);
      if (this.#options.signal.aborted) await this.#lookOnce(begun);
    }
  }

  /** After Ctrl-C: what has become available meanwhile is done, and the rest is open. */
  async #lookOnce(begun: readonly Begun[]): Promise<void> {
    const once = { signal: new AbortController().signal, timeoutMs: 0, onLook: () => {} };
    const awaited = begun.map((each) => each.awaited);
    const unfinished = await this.#wait(awaited, once).catch(() => undefined);
    for (const { action, found } of begun)
      if (unfinished?.has(keyOf(action.resource)) === false) this.#succeed(action, found);
  }

  #succeed(action: Action, found: boolean): void {
    this.#done.add(action);
    this.#doneIds.add(action.id);
    this.#options.report({ kind: 'done', action, found });
  }

  /** Notes the failure of an action; stops if everything else would fail too, and the action is open then. */
  #fail(action: Action, error: unknown): void {
    if (this.#options.signal.aborted && !(error instanceof CliError)) return;
    try {
      this.#noteFailure({ action, error: this.#policy.failed(error) });
    } catch (reason) {
      this.#stop(reason);
    }
  }

  #noteFailure(failure: FailedAction): void {
    this.#failed.push(failure);
    this.#options.report({ kind: 'failed', ...failure });
  }

  /** @throws the reason, if it is a mistake in this program */
  #stop(reason: unknown): void {
    if (!(reason instanceof CliError) && !this.#options.signal.aborted) throw reason;
    this.#stoppedBy ??= reason;
  }
}
