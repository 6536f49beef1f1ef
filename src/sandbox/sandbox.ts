import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { groups } from '../api/index.ts';
import { makeFolders } from '../lib/files/folders.ts';
import { isLoopback } from '../lib/net/loopback.ts';
import { FaultInjector } from './core/fault-injector.ts';
import { listener } from './core/http/handle.ts';
import { Kernel } from './core/kernel.ts';
import { RateLimits } from './core/rate-limits.ts';
import { firstProject, projects } from './core/records/projects.ts';
import { Blobs } from './core/store/blobs.ts';
import { Journal } from './core/store/journal.ts';
import { lockFolder } from './core/store/lock.ts';
import { Store } from './core/store/store.ts';
import { modules } from './modules.ts';
import { seed as addShop } from './seed.ts';

export interface SandboxOptions {
  /** Where to listen. Anything but a loopback address opens the sandbox to the network. */
  readonly host?: string | undefined;
  /** 0 for any that is free. */
  readonly port?: number | undefined;
  /** The folder that keeps everything across restarts; made if absent. None: in memory. */
  readonly dataDir?: string | undefined;
  /** The ID of the project that is there from the start; `sandbox` unless said. */
  readonly project?: string | undefined;
  /** Begin with the small shop of seed.ts, unless the folder already holds something. */
  readonly seed?: boolean | undefined;
  /** Refuse more requests than so many a minute, for each route and caller. None: refuse none. */
  readonly rateLimit?: number | undefined;
  /** How long each request waits before it is answered, in milliseconds. */
  readonly latency?: number | undefined;
  /** The share of requests that fail, from 0 to 1; half of those act before they fail. */
  readonly failRate?: number | undefined;
  /** How long it takes until an attribute or an index that was asked for is there, in milliseconds. */
  readonly asyncDelayMs?: number | undefined;
  /** Milliseconds since the Unix epoch. */
  readonly now?: (() => number) | undefined;
  /** From 0 up to, not including, 1. It decides which requests fail. */
  readonly random?: (() => number) | undefined;
  /** Told of errors that nobody meant, which clients see as a bare 500. */
  readonly report?: ((error: unknown) => void) | undefined;
}

export interface Sandbox {
  /** Ends in `/v1`. */
  readonly endpoint: string;
  readonly project: string;
  /** A key that may do everything in the project. */
  readonly apiKey: string;
  /** Whether the small shop was added: it was asked for, and there was nothing yet. */
  readonly seeded: boolean;
  /** Ends what is under way, writes the rest, and frees port and folder. */
  close(): Promise<void>;
}

/**
 * Starts an Appwrite in this process.
 * @throws Error when the port is taken, or the data folder is in use or damaged
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = '127.0.0.1', port = 0, dataDir, random = Math.random, report = () => {} } = options;
  const unlock = dataDir === undefined ? () => {} : openFolder(dataDir);
  let kernel: Kernel | undefined;
  try {
    const opened = await openKernel(options, report);
    kernel = opened.kernel;
    const server = http.createServer(
      listener({
        kernel,
        limits: new RateLimits(options.rateLimit),
        badDay: new FaultInjector(options.latency ?? 0, options.failRate ?? 0, random),
        loopbackOnly: isLoopback(host),
        report,
      }),
    );
    await listen(server, port, host);
    const close = async () => {
      await stop(server);
      opened.kernel.close();
      unlock();
    };
    const { project, key, seeded } = opened;
    return { endpoint: endpointOf(server), project: project.$id, apiKey: key.secret, seeded, close };
  } catch (error) {
    kernel?.close();
    unlock();
    throw error;
  }
}

async function openKernel(
  { dataDir, asyncDelayMs = 50, now = Date.now, seed = false, project: id }: SandboxOptions,
  report: (error: unknown) => void,
) {
  const store = new Store(dataDir === undefined ? undefined : new Journal(dataDir));
  const isNew = projects(store).size === 0;
  const { project, key } = firstProject(store, now(), id);
  store.commit();
  const catalogue = await Promise.all(groups.map((group) => group.load()));
  const blobs = new Blobs(dataDir);
  const kernel = new Kernel({
    groups: catalogue,
    modules,
    store,
    blobs,
    asyncDelayMs,
    now,
    report,
  });
  const seeded = seed && isNew;
  if (seeded) await addShop(kernel, project);
  return { kernel, project, key, seeded };
}

function openFolder(folder: string): () => void {
  makeFolders(folder, 0o700);
  return lockFolder(folder);
}

function listen(server: http.Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function endpointOf(server: http.Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}/v1`;
}

/** How long requests that are under way may take to end, in milliseconds. */
const patience = 2000;

/** Takes no more requests, and cuts off those that don't end in time. */
function stop(server: http.Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
