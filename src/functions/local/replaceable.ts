import {
  type FunctionAnswer,
  FunctionEnded,
  type FunctionProcess,
  type FunctionRequest,
  type ProcessEnd,
} from '../runtime/types.ts';

export interface ReplaceableOptions {
  /** Starts a process of the code as it is now. @throws FunctionEnded if it ends before it can answer */
  start(): Promise<FunctionProcess>;
  /** 0 for no limit. */
  readonly timeoutSeconds: number;
  /**
   * True if a new process starts beside the old one and takes over when it answers. False: the old one ends first, since
   * both would listen for a debugger on the same port.
   */
  readonly overlaps: boolean;
  /** Receives the end of a process that was not stopped. */
  onEnd(end: ProcessEnd): void;
}

/** Longest time that a replaced process without a timeout may take for its last calls. */
const maxGraceMs = 60_000;

/** A function that stays available while its code changes: a process that answers calls, and is replaced by the next. */
export class ReplaceableFunction {
  readonly #options: ReplaceableOptions;
  #current: FunctionProcess | undefined;
  #starting: Promise<void> | undefined;
  /** Processes that end their last calls. */
  readonly #retired = new Set<Promise<void>>();
  #isStopped = false;

  constructor(options: ReplaceableOptions) {
    this.#options = options;
  }

  /**
   * Calls the function. A process that has ended is started again, as a server does.
   * @returns also if the process ends before it answers: a 500 with the reason among the errors
   */
  async call(request: FunctionRequest): Promise<FunctionAnswer> {
    const startedAt = performance.now();
    try {
      // The process may be replaced between the end of a start and its continuation here.
      while (this.#current === undefined) await this.#start();
      return await this.#current.call(request, this.#options.timeoutSeconds);
    } catch (error) {
      if (!(error instanceof FunctionEnded)) throw error;
      const errors = [error.message, ...error.end.lastLines].join('\n');
      const durationMs = Math.round(performance.now() - startedAt);
      return { status: 500, headers: {}, body: Buffer.alloc(0), logs: '', errors, durationMs };
    }
  }

  /**
   * Replaces the process. Calls in progress end on the old one, later ones go to the new one.
   * @throws FunctionEnded if the new one ends before it can answer: the next call tries again
   */
  async replace(): Promise<void> {
    if (this.#starting) await this.#starting.catch(() => {});
    const old = this.#current;
    if (old === undefined) return this.#start();
    if (!this.#options.overlaps) {
      this.#retire(old);
      return this.#start();
    }
    try {
      await this.#start();
    } finally {
      this.#retire(old);
    }
  }

  /** Ends all processes. Calls in progress have no time to end. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#starting?.catch(() => {});
    const old = this.#current;
    this.#current = undefined;
    await Promise.all([old?.stop(0), ...this.#retired]);
  }

  #start(): Promise<void> {
    this.#starting ??= this.#begin().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #begin(): Promise<void> {
    if (!this.#options.overlaps) await Promise.all(this.#retired);
    if (this.#isStopped) throw new FunctionEnded('the function is being stopped', noEnd);
    const started = await this.#options.start();
    this.#current = started;
    void started.ended.then((end) => {
      if (this.#current !== started) return;
      this.#current = undefined;
      if (!this.#isStopped) this.#options.onEnd(end);
    });
  }

  #retire(old: FunctionProcess): void {
    if (this.#current === old) this.#current = undefined;
    const { timeoutSeconds } = this.#options;
    const stopping = old.stop(timeoutSeconds === 0 ? maxGraceMs : timeoutSeconds * 1000);
    this.#retired.add(stopping);
    void stopping.finally(() => this.#retired.delete(stopping));
  }
}

const noEnd: ProcessEnd = { code: null, signal: null, lastLines: [] };
