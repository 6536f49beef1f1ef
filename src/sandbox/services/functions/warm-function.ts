import type { FunctionAnswer, FunctionProcess, FunctionRequest } from '../../../functions/runtime/types.ts';

export interface WarmFunctionOptions {
  start(): Promise<FunctionProcess>;
  /** Time without calls after which the process is ended. */
  readonly maxIdleMs: number;
}

/**
 * The process of a deployment, as a server keeps a container: it starts with the first call, lives on for a while, and
 * starts again after it has ended.
 */
export class WarmFunction {
  readonly #options: WarmFunctionOptions;
  #process: Promise<FunctionProcess> | undefined;
  #calls = 0;
  #idleTimer: NodeJS.Timeout | undefined;

  constructor(options: WarmFunctionOptions) {
    this.#options = options;
  }

  /** @throws Error if the process can't be started, or ends before it answers */
  async call(request: FunctionRequest, timeoutSeconds: number): Promise<FunctionAnswer> {
    clearTimeout(this.#idleTimer);
    this.#calls += 1;
    try {
      const running = await this.#running();
      return await running.call(request, timeoutSeconds);
    } finally {
      this.#calls -= 1;
      if (this.#calls === 0) this.#endLater();
    }
  }

  /** True while a call is in progress. */
  get isBusy(): boolean {
    return this.#calls > 0;
  }

  /** Lets calls in progress end for at most `graceMs`, then ends the process. */
  async stop(graceMs: number): Promise<void> {
    clearTimeout(this.#idleTimer);
    const process = this.#process;
    this.#process = undefined;
    const running = await process?.catch(() => undefined);
    await running?.stop(graceMs);
  }

  #running(): Promise<FunctionProcess> {
    const known = this.#process;
    if (known) return known;
    const started = this.#options.start();
    const forget = () => {
      if (this.#process === started) this.#process = undefined;
    };
    this.#process = started;
    started.then(({ ended }) => ended).then(forget, forget);
    return started;
  }

  #endLater(): void {
    this.#idleTimer = setTimeout(() => void this.stop(0), this.#options.maxIdleMs).unref();
  }
}
