import { Worker } from 'node:worker_threads';
import { embeddedFile } from '../../../lib/process/standalone.ts';
import { firstMessage, LimitExceeded, type WorkerLimits } from '../../core/bounded-worker.ts';
import { ApiError } from '../../core/errors.ts';
import type { EditJob, EditOutcome } from './image.ts';

/** Far more than the largest picture takes: its data, and a few copies of it. */
const limits: WorkerLimits = { maxMs: 30_000, maxGrowthBytes: 2 * 1024 ** 3 };
const maxHeapMb = 1024;

/**
 * Edits a picture in a thread of its own, with limits of memory and time, because the headers of a picture do not tell
 * what decoding it takes.
 * @returns the picture in the asked type
 * @throws ApiError 400 general_argument_invalid if it can't be read, or goes beyond a limit
 */
export function editPicture(...job: EditJob): Promise<Buffer> {
  const done = previous.then(() => editNow(job));
  previous = done.catch(() => {});
  return done;
}

/** The last picture that was begun: one at a time is in memory, however many are asked for at once. */
let previous: Promise<unknown> = Promise.resolve();

async function editNow(job: EditJob): Promise<Buffer> {
  const outcome = await (isBuilt ? inWorker(job) : inThisThread(job));
  if ('unusable' in outcome) throw new ApiError(400, 'general_argument_invalid', outcome.unusable);
  return Buffer.from(outcome.picture);
}

/** False in tests that run the sources, which a worker can't load. */
const isBuilt = import.meta.url.endsWith('.cjs');

async function inThisThread(job: EditJob): Promise<EditOutcome> {
  const { edit } = await import('./image.ts');
  return edit(...job);
}

async function inWorker(job: EditJob): Promise<EditOutcome> {
  const options = { workerData: job, resourceLimits: { maxOldGenerationSizeMb: maxHeapMb } };
  const loader = embeddedFile('loader.cjs');
  const worker = loader
    ? new Worker(`${loader}loader.load('picture-worker.cjs');`, { ...options, eval: true })
    : new Worker(new URL('./picture-worker.cjs', import.meta.url), options);
  try {
    return await firstMessage<EditOutcome>(worker, limits);
  } catch (error) {
    if (error instanceof LimitExceeded) return { unusable: `The image takes too much ${error.limit}.` };
    throw error;
  }
}
