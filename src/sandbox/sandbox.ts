import { health } from '../api/console/health.ts';
import { allGroups, consoleAdditions } from '../api/console/index.ts';
import { ensurePrivateFolder } from '../lib/files/private-folder.ts';
import { argon2Options } from './core/auth/passwords.ts';
import { Clock, type ClockMode } from './core/clock.ts';
import { FaultInjector } from './core/fault-injector.ts';
import type { FunctionOptions } from './core/function-host.ts';
import { HandledOperations } from './core/handled-operations.ts';
import { createHandle, type Handle, type HandleOptions } from './core/http/handle.ts';
import { InProgress } from './core/in-progress.ts';
import { fullKey, performAs } from './core/inner-request.ts';
import type { JsonObject } from './core/json.ts';
import { closeGraceMs, SandboxKernel } from './core/kernel.ts';
import { RateLimits } from './core/rate-limits.ts';
import { firstProject, projects } from './core/records/projects.ts';
import { SchemaWork, type SchemaWorkOptions } from './core/schema-work.ts';
import { Blobs } from './core/store/blobs.ts';
import { isSandboxFile } from './core/store/data-folder.ts';
import { Journal } from './core/store/journal.ts';
import { lockFolder } from './core/store/lock.ts';
import { Store } from './core/store/store.ts';
import type { Argon2Options } from './core/types.ts';
import { modules } from './modules.ts';
import { ownOperations } from './own-operations.ts';
import { seed as addShop } from './seed.ts';
import { resumeJobs } from './services/databases/pending-jobs.ts';
import { backgroundOf, withoutEvents } from './services/functions/events/background.ts';

/** Difficulties that the sandbox makes; none by default. */
export interface Difficulties extends SchemaWorkOptions {
  /** Maximum requests per minute, for each route and caller. No limit by default. */
  readonly rateLimit?: number | undefined;
  /** Wait before each request is performed. */
  readonly latencyMs?: number | undefined;
  /** Share of requests that fail, from 0 to 1; half of these are performed before they fail. */
  readonly failRate?: number | undefined;
}

export interface SandboxOptions extends Difficulties {
  /** Folder that keeps everything across restarts; created if absent. In memory by default. */
  readonly dataDir?: string | undefined;
  /** ID of the project that exists from the start; `sandbox` by default. */
  readonly project?: string | undefined;
  /** Add the small shop of seed.ts, unless the folder already holds something. */
  readonly seed?: boolean | undefined;
  /** Delay before asynchronous work (attributes, indexes, builds) runs. */
  readonly asyncDelayMs?: number | undefined;
  /** Costs of the hashes of new passwords; a real server's by default. */
  readonly passwordHashing?: Argon2Options | undefined;
  /** Real time, in milliseconds since the Unix epoch. */
  readonly now?: (() => number) | undefined;
  /** `real` by default; with `manual`, time moves by `tick` only. */
  readonly clock?: ClockMode | undefined;
  /** Random numbers from 0 up to, not including, 1; they decide which requests fail. */
  readonly random?: (() => number) | undefined;
  /** Receives unexpected errors, which clients see as a bare 500. */
  readonly report?: ((error: unknown) => void) | undefined;
  /** Receives warnings for the user of the sandbox, a line each. */
  readonly warn?: ((line: string) => void) | undefined;
  /** Answer requests for any host name, instead of loopback names only. */
  readonly anyHost?: boolean | undefined;
  /** Build and run the code of functions, with the rights of this user. Off by default: then it is only stored. */
  readonly functions?: FunctionOptions | undefined;
  /** Address that leads to the sandbox, ending in `/v1`, for the code of functions; none by default. */
  readonly endpoint?: string | undefined;
  /** Origins of web pages that may call the sandbox, in canonical form. None by default. */
  readonly cors?: readonly string[] | undefined;
}

/** An Appwrite server as a function, without a socket. */
export interface Sandbox {
  /** Answers a request as a server on a socket would, with the same checks, rate limits and injected faults. */
  readonly handle: Handle;
  readonly project: string;
  /** API key with every scope of the project. */
  readonly apiKey: string;
  /** True if the small shop was added: it was asked for, and there was nothing yet. */
  readonly seeded: boolean;
  /** Replaces the difficulties. Work on attributes and indexes that they held up is done after the usual delay. */
  setDifficulties(difficulties: Difficulties): void;
  /** Does work whose requests raise no events, such as restoring what has happened before. */
  withoutEvents<Value>(work: () => Promise<Value>): Promise<Value>;
  /**
   * Makes the present state the one that `reset` brings back. By default that is the state in which the sandbox was
   * created.
   */
  markStart(): void;
  /**
   * Brings everything back to the start, once the requests in progress have been answered, or after 2 s.
   * @throws Error if the disk refuses the write; nothing is changed then
   */
  reset(): Promise<void>;
  /**
   * Performs an operation as the holder of `apiKey`, without HTTP and without injected faults.
   * @param name such as `sandbox.listOutbox`
   * @throws ApiError as the operation does
   */
  perform(name: string, params: JsonObject): Promise<JsonObject>;
  /** Waits for requests in progress, writes the rest, and releases the folder. */
  close(): Promise<void>;
}

/**
 * Creates an Appwrite server in this process, without a socket.
 * @throws Error if the data folder is in use or damaged, or functions are to have an endpoint and there is none
 */
export async function createSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { dataDir, random = Math.random, report = () => {} } = options;
  const unlock = dataDir === undefined ? () => {} : openFolder(dataDir);
  try {
    const { kernel, project, key, seeded } = await openKernel(options, report);
    const handling = {
      kernel,
      ...requestFaults(options, random),
      loopbackOnly: options.anyHost !== true,
      allowedOrigins: new Set(options.cors),
      report,
    };
    const inProgress = new InProgress();
    const answer = createHandle(handling);
    const handle: Handle = (request) => inProgress.run(() => answer(request));
    let { rateLimit } = options;
    kernel.onReset = () => Object.assign(handling, { limits: new RateLimits(rateLimit) });
    kernel.markStart();
    const close = async () => {
      await inProgress.settled(closeGraceMs);
      backgroundOf(kernel).queue.abandon();
      // Anything that these store at their end still counts.
      await kernel.functions?.close();
      try {
        kernel.close();
      } finally {
        unlock();
      }
    };
    const setDifficulties = (difficulties: Difficulties) => {
      ({ rateLimit } = difficulties);
      Object.assign(handling, requestFaults(difficulties, random));
      kernel.schemaWork.replace(difficulties);
      resumeJobs(kernel);
    };
    return {
      handle,
      project: project.$id,
      apiKey: key.secret,
      seeded,
      setDifficulties,
      withoutEvents: (work) => withoutEvents(kernel, work),
      markStart: () => kernel.markStart(),
      reset: () => kernel.reset(),
      perform: async (name, params) =>
        (await performAs(kernel, project, fullKey, [name, params])) as JsonObject,
      close,
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function requestFaults(
  { rateLimit, latencyMs = 0, failRate = 0 }: Difficulties,
  random: () => number,
): Pick<HandleOptions, 'limits' | 'faults'> {
  return {
    limits: new RateLimits(rateLimit),
    faults: new FaultInjector({ latencyMs, failRate, random }),
  };
}

let operations: Promise<HandledOperations> | undefined;

/** Finds the operations and their handlers once: they are the same for every sandbox, and take most of its start. */
function sharedOperations(): Promise<HandledOperations> {
  operations ??= loadOperations();
  return operations;
}

async function loadOperations(): Promise<HandledOperations> {
  const published = allGroups.map(({ load }) => load);
  const loads = [...published, ...Object.values(consoleAdditions)];
  const catalogue = await Promise.all(loads.map((load) => load()));
  return new HandledOperations([...catalogue, health, ownOperations], modules);
}

async function openKernel(
  {
    dataDir,
    asyncDelayMs = 50,
    schemaWorkMs,
    schemaFaults,
    passwordHashing = argon2Options,
    now,
    clock: clockMode,
    seed = false,
    project: id,
    functions,
    endpoint = '',
    warn = () => {},
  }: SandboxOptions,
  report: (error: unknown) => void,
) {
  const store = new Store(dataDir === undefined ? undefined : new Journal(dataDir));
  const isNew = projects(store).size === 0;
  const clock = new Clock(store, clockMode, now);
  const { project, key } = firstProject(store, clock.now(), id);
  store.commit();
  const blobs = new Blobs(dataDir);
  // A folder without records may have lost its journal: its blobs stay.
  if (!isNew) blobs.sweep(store.blobNames());
  const host = functions && {
    ...functions,
    endpoint,
    folder: () => blobs.folder('functions'),
  };
  const kernel = new SandboxKernel({
    operations: await sharedOperations(),
    modules,
    store,
    blobs,
    asyncDelayMs,
    schemaWork: new SchemaWork({ schemaWorkMs, schemaFaults }),
    functions: host && new (await import('./services/functions/host.ts')).LocalHost(host),
    passwordHashing,
    clock,
    report,
    warn,
  });
  const seeded = seed && isNew;
  if (seeded) await addShop(kernel, project);
  return { kernel, project, key, seeded };
}

function openFolder(folder: string): () => void {
  if (!ensurePrivateFolder(folder, process.geteuid?.(), isSandboxFile))
    throw new Error(`${folder} belongs to another user`);
  return lockFolder(folder);
}
