import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionEnvironment, parseRuntime } from '../../../functions/runtime/environment.ts';
import { findInterpreter } from '../../../functions/runtime/interpreters.ts';
import { startFunction } from '../../../functions/runtime/start.ts';
import type { FunctionAnswer, FunctionRequest, Interpreter } from '../../../functions/runtime/types.ts';
import type {
  BuildOutcome,
  BuildSource,
  Deployed,
  FunctionHost,
  FunctionOptions,
  FunctionRun,
  SandboxFact,
} from '../../core/function-host.ts';
import { buildArchive } from './build-archive.ts';
import { WarmFunction } from './warm-function.ts';

/** Times of a server: of a synchronous run, and of a container without calls. */
const defaultSyncLimitMs = 30_000;
const defaultMaxIdleMs = 600_000;
/** The output that is kept of a build. */
const maxBuildLogLength = 1_000_000;
/** Time that calls of an earlier deployment have to end. */
const replacedGraceMs = 30_000;

export interface LocalHostOptions extends FunctionOptions {
  readonly endpoint: string;
  /** Returns the folder for built code, and creates it if it is absent. */
  folder(): string;
}

/** The process of a deployment. */
interface Warm {
  readonly warm: WarmFunction;
  /** With the variables that the process was started with. */
  deployed: Deployed;
  /** With those that the next one will be started with. */
  next: Deployed;
}

/** Builds code in folders of this machine, and runs it in processes of this user. Nothing is isolated. */
export class LocalHost implements FunctionHost {
  readonly endpoint: string;
  readonly set: Readonly<Record<string, SandboxFact>>;
  readonly syncLimitMs: number;
  readonly runs = new Set<FunctionRun>();
  readonly #options: LocalHostOptions;
  readonly #warm = new Map<string, Warm>();
  readonly #work = new Set<Promise<unknown>>();
  #ending = new AbortController();
  readonly #buildLogs = new Map<string, string>();
  /** By runtime, since asking programs for their versions takes longer than a start. */
  readonly #interpreters = new Map<string, Interpreter>();
  #lastBuild: Promise<unknown> = Promise.resolve();
  #kept: ReadonlySet<string> = new Set();
  /** Kept builds that have been forgotten; they go at the end. */
  readonly #forgotten = new Set<string>();

  /** @throws Error if a variable is to have an endpoint, and there is none */
  constructor(options: LocalHostOptions) {
    const { endpoint, set = {}, syncLimitMs = defaultSyncLimitMs } = options;
    const lacking = Object.keys(set).find((name) => set[name] === 'endpoint' && endpoint === '');
    if (lacking !== undefined)
      throw new Error(`${lacking} can't be set to the endpoint: no socket leads to this sandbox`);
    this.endpoint = endpoint;
    this.set = set;
    this.syncLimitMs = syncLimitMs;
    this.#options = options;
  }

  build(deployed: Deployed, source: BuildSource, begin: () => void): Promise<BuildOutcome> {
    const { signal } = this.#ending;
    const built = this.#lastBuild.then(() => this.#build(deployed, source, { begin, signal }));
    this.#lastBuild = built.catch(() => {});
    this.#follow(built);
    return built;
  }

  buildLog(buildId: string): string | undefined {
    return this.#buildLogs.get(buildId);
  }

  hasCode(buildId: string): boolean {
    return existsSync(this.#folderOf(buildId));
  }

  call(deployed: Deployed, request: FunctionRequest, timeoutSeconds: number): Promise<FunctionAnswer> {
    if (this.#ending.signal.aborted)
      return Promise.reject(new Error('The sandbox is ending, or being reset.'));
    this.#endEarlier(deployed);
    const known = this.#warm.get(deployed.buildId) ?? this.#addWarm(deployed);
    known.next = deployed;
    return known.warm.call(request, timeoutSeconds);
  }

  #addWarm(deployed: Deployed): Warm {
    const start = () => {
      added.deployed = added.next;
      return this.#start(added.next);
    };
    const { maxIdleMs = defaultMaxIdleMs } = this.#options;
    const added: Warm = { deployed, next: deployed, warm: new WarmFunction({ start, maxIdleMs }) };
    this.#warm.set(deployed.buildId, added);
    return added;
  }

  async track<Value>(run: FunctionRun, work: () => Promise<Value>): Promise<Value> {
    this.runs.add(run);
    try {
      return await this.#follow(work());
    } finally {
      this.runs.delete(run);
    }
  }

  forget(buildIds: readonly string[]): void {
    // A deployment that is incomplete has no build, and '' would be the folder of all.
    for (const buildId of buildIds) if (buildName.test(buildId)) this.#follow(this.#remove(buildId));
  }

  sweep(buildIds: ReadonlySet<string>): void {
    for (const buildId of buildIds) this.#forgotten.delete(buildId);
    for (const name of readdirSync(this.#root())) {
      if (buildName.test(name) && !buildIds.has(name))
        rmSync(this.#folderOf(name), { recursive: true, force: true });
    }
  }

  keep(buildIds: ReadonlySet<string>): void {
    this.#kept = buildIds;
  }

  retain(isCurrent: (deployed: Deployed) => boolean): void {
    for (const [buildId, { deployed, warm }] of this.#warm) {
      if (isCurrent(deployed)) continue;
      this.#warm.delete(buildId);
      this.#follow(warm.stop(0));
    }
  }

  async cancel(): Promise<void> {
    this.#ending.abort();
    const busy = [...this.#warm].filter(([, { warm }]) => warm.isBusy);
    for (const [buildId] of busy) this.#warm.delete(buildId);
    await Promise.all(busy.map(([, { warm }]) => warm.stop(0)));
    // A run that had not called its function yet is refused to, and ends.
    while (this.#work.size > 0) await Promise.all(this.#work);
    this.#ending = new AbortController();
  }

  async close(): Promise<void> {
    this.#ending.abort();
    const processes = [...this.#warm.values()];
    this.#warm.clear();
    await Promise.all(processes.map(({ warm }) => warm.stop(0)));
    await Promise.all(this.#work);
    for (const buildId of this.#forgotten) rmSync(this.#folderOf(buildId), { recursive: true, force: true });
  }

  async #build(
    deployed: Deployed,
    source: BuildSource,
    { begin, signal }: { readonly begin: () => void; readonly signal: AbortSignal },
  ): Promise<BuildOutcome> {
    signal.throwIfAborted();
    begin();
    const { buildId } = deployed;
    const folder = this.#folderOf(buildId);
    this.#buildLogs.set(buildId, '');
    const startedAt = performance.now();
    try {
      const { status, log } = await buildArchive({
        ...source,
        runtime: runtimeOf(deployed),
        folder: join(folder, codeName),
        env: this.#environment(deployed),
        machine: this.#machine,
        signal,
        onOutput: (text) => {
          const log = this.#buildLogs.get(buildId) ?? '';
          if (log.length < maxBuildLogLength) this.#buildLogs.set(buildId, log + text);
        },
      });
      if (status === 'failed') rmSync(folder, { recursive: true, force: true });
      return { status, log, durationMs: performance.now() - startedAt };
    } finally {
      this.#buildLogs.delete(buildId);
    }
  }

  async #start(deployed: Deployed) {
    const runtime = runtimeOf(deployed);
    const interpreter = this.#interpreters.get(runtime.id) ?? (await findInterpreter(runtime, this.#machine));
    this.#interpreters.set(runtime.id, interpreter);
    return startFunction({
      runtime,
      code: { folder: join(this.#folderOf(deployed.buildId), codeName), entrypoint: deployed.entrypoint },
      interpreter,
      env: this.#environment(deployed),
    });
  }

  #environment(deployed: Deployed): Record<string, string> {
    const facts = { ...deployed, runtime: runtimeOf(deployed) };
    return functionEnvironment(facts, deployed.variables, this.#options.env);
  }

  get #machine() {
    return { env: this.#options.env, platform: process.platform };
  }

  /** A new deployment takes over: the processes of earlier ones have no calls to come. */
  #endEarlier({ projectId, functionId, buildId }: Deployed): void {
    for (const [id, { deployed, warm }] of this.#warm) {
      if (deployed.projectId !== projectId || deployed.functionId !== functionId || id === buildId) continue;
      this.#warm.delete(id);
      this.#follow(warm.stop(replacedGraceMs));
    }
  }

  async #remove(buildId: string): Promise<void> {
    const known = this.#warm.get(buildId);
    this.#warm.delete(buildId);
    await known?.warm.stop(0);
    if (this.#kept.has(buildId)) this.#forgotten.add(buildId);
    else rmSync(this.#folderOf(buildId), { recursive: true, force: true });
  }

  /** Has `close` wait for the end of work. */
  #follow<Value>(work: Promise<Value>): Promise<Value> {
    const settled: Promise<unknown> = work.catch(() => {}).finally(() => this.#work.delete(settled));
    this.#work.add(settled);
    return work;
  }

  #folderOf(buildId: string): string {
    return join(this.#root(), buildId);
  }

  /** Code without a package.json of its own must not take its type of modules from one above the data folder. */
  #root(): string {
    const folder = this.#options.folder();
    const boundary = join(folder, 'package.json');
    if (!existsSync(boundary)) writeFileSync(boundary, '{}\n', { mode: 0o600 });
    return folder;
  }
}

/** Folder of the code in that of its build, which is the working directory of its process. */
const codeName = 'code';

/** IDs of builds, as `newId` makes them. */
const buildName = /^[0-9a-f]{20}$/;

function runtimeOf({ runtime }: Deployed) {
  const parsed = parseRuntime(runtime);
  if (!parsed) throw new Error(`${runtime} is not a runtime`);
  return parsed;
}
