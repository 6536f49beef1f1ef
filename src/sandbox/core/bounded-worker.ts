import type { Worker } from 'node:worker_threads';

export interface WorkerLimits {
  readonly maxMs: number;
  /** Memory that this process may gain meanwhile. Buffers are not part of a worker's heap, whose size Node limits. */
  readonly maxGrowthBytes: number;
}

/** Thrown if a worker was ended because it went beyond a limit. */
export class LimitExceeded extends Error {
  readonly limit: 'memory' | 'time';

  constructor(limit: 'memory' | 'time') {
    super(`the worker took too much ${limit}`);
    this.limit = limit;
  }
}

const memoryCheckMs = 50;

/**
 * Waits for the first message of a worker, and ends it then. A worker that goes beyond a limit, its heap's included, is
 * ended before.
 * @throws LimitExceeded, and the error that the worker itself did not catch
 */
export async function firstMessage<T>(worker: Worker, limits: WorkerLimits): Promise<T> {
  const maxRssBytes = process.memoryUsage.rss() + limits.maxGrowthBytes;
  let watch: NodeJS.Timeout | undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((resolve, reject) => {
      timer = setTimeout(() => reject(new LimitExceeded('time')), limits.maxMs);
      watch = setInterval(() => {
        if (process.memoryUsage.rss() > maxRssBytes) reject(new LimitExceeded('memory'));
      }, memoryCheckMs);
      worker.once('message', resolve);
      worker.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new LimitExceeded('memory') : error),
      );
      worker.once('exit', () => reject(new Error('the worker ended without a message')));
    });
  } finally {
    clearInterval(watch);
    clearTimeout(timer);
    await worker.terminate();
  }
}
