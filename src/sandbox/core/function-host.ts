import type { Variables } from '../../functions/runtime/environment.ts';
import type { FunctionAnswer, FunctionRequest } from '../../functions/runtime/types.ts';

/** Fact of the sandbox that a variable of functions can have as its value. */
export const sandboxFacts = ['endpoint', 'project', 'key'] as const;
export type SandboxFact = (typeof sandboxFacts)[number];

/** Settings of a sandbox that runs code. */
export interface FunctionOptions {
  /** Environment of this process. Functions get its PATH and what programs need to run, and nothing else of it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Variables that every function gets, and what they have as values. */
  readonly set?: Readonly<Record<string, SandboxFact>> | undefined;
  /** Time after which a synchronous run is cut; that of a server by default. */
  readonly syncLimitMs?: number | undefined;
  /** Time after which a process that serves no call is ended; that of a server by default. */
  readonly maxIdleMs?: number | undefined;
}

/** Code of a deployment, and what its process gets. */
export interface Deployed {
  readonly projectId: string;
  readonly functionId: string;
  readonly deploymentId: string;
  /** Names the built code: a deployment that is built again has another. */
  readonly buildId: string;
  /** Of the function. */
  readonly name: string;
  /** `node-18.0`. */
  readonly runtime: string;
  readonly entrypoint: string;
  readonly variables: { readonly project: Variables; readonly function: Variables };
}

/** Source of a build. */
export interface BuildSource {
  /** Absolute path of the tar.gz. */
  readonly archive: string;
  readonly commands: string;
}

export interface BuildOutcome {
  readonly status: 'ready' | 'failed';
  readonly log: string;
  readonly durationMs: number;
}

/** A run in progress. */
export interface FunctionRun {
  readonly projectId: string;
  readonly functionId: string;
  /** JWT that the function got, which acts as its caller; '' for none. */
  readonly jwt: string;
  /** Number of runs that led to this one by their events. */
  readonly depth: number;
}

/** Builds and runs code on this machine. It knows nothing of the store. */
export interface FunctionHost {
  /** Address of the API for functions, ending in `/v1`; '' if no socket leads to the sandbox. */
  readonly endpoint: string;
  /** Variables that every function gets, and what they have as values. */
  readonly set: Readonly<Record<string, SandboxFact>>;
  /** Time after which a synchronous run is cut. */
  readonly syncLimitMs: number;
  readonly runs: ReadonlySet<FunctionRun>;
  /** Builds code, after the builds that were ordered before. */
  build(deployed: Deployed, source: BuildSource, begin: () => void): Promise<BuildOutcome>;
  /** Returns the output of a build in progress so far, or undefined. */
  buildLog(buildId: string): string | undefined;
  /** True if the built code is there: it is not if the sandbox that accepted the deployment ran no code. */
  hasCode(buildId: string): boolean;
  /**
   * Calls a function in the process of its deployment, which is started if there is none.
   * @throws Error if the process can't be started, or ends before it answers
   */
  call(deployed: Deployed, request: FunctionRequest, timeoutSeconds: number): Promise<FunctionAnswer>;
  /** Counts a run as one in progress until its work ends. */
  track<Value>(run: FunctionRun, work: () => Promise<Value>): Promise<Value>;
  /** Ends the processes of builds, and deletes their code. */
  forget(buildIds: readonly string[]): void;
  /** Deletes built code that no deployment has. */
  sweep(buildIds: ReadonlySet<string>): void;
  /** Lets `forget` leave the code of these builds until `close`, since a reset may bring their deployments back. */
  keep(buildIds: ReadonlySet<string>): void;
  /** Ends the processes of deployments that are not current any more, or were started with other variables. */
  retain(isCurrent: (deployed: Deployed) => boolean): void;
  /**
   * Ends runs and builds in progress, and resolves when they have been settled. Processes that serve no call live on.
   */
  cancel(): Promise<void>;
  /** Ends all processes and builds, for good, and resolves when the runs in progress have been settled. */
  close(): Promise<void>;
}
