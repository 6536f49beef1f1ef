import type { FunctionRun } from '../../../core/function-host.ts';
import { JobQueue } from '../../../core/job-queue.ts';
import type { Kernel } from '../../../core/types.ts';
import type { Execution } from '../records.ts';

/**
 * Time for which a write still counts as one of the last run: code that does not wait for its last request sends it when it
 * has answered already.
 */
const lingerMs = 1000;

/** Runs of functions for which no request waits: by events and by schedules. */
export class Background {
  readonly queue: JobQueue;
  /** Receives the executions as they end, while a tick lists them. */
  ended: Execution[] | undefined;
  /** IDs of functions whose endless chains have been reported. */
  readonly warned = new Set<string>();
  /** True while nothing raises an event. */
  isSilent = false;
  #last: { readonly run: FunctionRun; readonly endedAtMs: number } | undefined;

  constructor({ report }: Kernel) {
    this.queue = new JobQueue(report);
  }

  /** Counts a run as the last one. */
  end(run: FunctionRun, execution: Execution): void {
    this.#last = { run, endedAtMs: performance.now() };
    this.ended?.push(execution);
  }

  /** Returns the last run if it has only just ended. */
  get justEnded(): FunctionRun | undefined {
    const { run, endedAtMs = 0 } = this.#last ?? {};
    return performance.now() - endedAtMs <= lingerMs ? run : undefined;
  }
}

const backgrounds = new WeakMap<Kernel, Background>();

export function backgroundOf(kernel: Kernel): Background {
  let known = backgrounds.get(kernel);
  if (!known) {
    known = new Background(kernel);
    backgrounds.set(kernel, known);
  }
  return known;
}

/** Does work whose requests raise no events. */
export async function withoutEvents<Value>(kernel: Kernel, work: () => Promise<Value>): Promise<Value> {
  const background = backgroundOf(kernel);
  background.isSilent = true;
  try {
    return await work();
  } finally {
    background.isSilent = false;
  }
}
