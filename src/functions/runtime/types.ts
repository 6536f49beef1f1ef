/** A function that runs on this machine, as the executor of an Appwrite server sees it: a process that answers calls. */

/** Runtime of a function: `node-18.0`. */
export interface Runtime {
  readonly id: string;
  /** `node`, `python-ml`. */
  readonly language: string;
  /** `18.0`. */
  readonly version: string;
}

/** Version of the protocol between executor and function: 1.5 speaks v3, 1.6 and later v4. */
export type Protocol = 'v3' | 'v4';

/** A call of a function. */
export interface FunctionRequest {
  readonly method: string;
  /** Path and query as the caller sent them, percent-encoded: `/items?page=2`. */
  readonly target: string;
  /** By lower-case name. Those of the protocol itself, `x-open-runtimes-*`, are added and removed by the runtime. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Outcome of a call, also of one that failed. */
export interface FunctionAnswer {
  readonly status: number;
  /** By lower-case name, without those of the protocol. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** Texts that the function logged, a line each. */
  readonly logs: string;
  /** Texts that it logged as errors, and what it threw. */
  readonly errors: string;
  readonly durationMs: number;
}

/** A line that a function logs while it runs, before its answer. */
export interface LogLine {
  /**
   * `output` is what the process writes to its own stdout or stderr, outside of any call's log; `hint` is for the author of
   * the code, such as that it uses a member of a later version.
   */
  readonly stream: 'log' | 'error' | 'output' | 'hint';
  readonly text: string;
}

/** Program that runs functions of a language. */
export interface Interpreter {
  /** Absolute path. */
  readonly path: string;
  /** Version as it reports it: `20.20.2`. */
  readonly version: string;
  /** Official image of the runtime. `path` is then that of docker. */
  readonly image?: DockerImage | undefined;
}

export interface DockerImage {
  /** `openruntimes/node:v3-18.0`. */
  readonly name: string;
  /** Command that starts the runtime in it. */
  readonly start: string;
  /** Environment of docker itself. */
  readonly env: Readonly<Record<string, string>>;
}

/** Code that is ready to run: after its build. */
export interface BuiltCode {
  /** Absolute. */
  readonly folder: string;
  /** Path of the file to load, relative to the folder, with slashes. */
  readonly entrypoint: string;
}

export interface StartOptions {
  readonly runtime: Runtime;
  readonly code: BuiltCode;
  readonly interpreter: Interpreter;
  /** The whole environment of the process, made by `functionEnvironment`. */
  readonly env: Readonly<Record<string, string>>;
  /** v3 by default. */
  readonly protocol?: Protocol | undefined;
  /** Lets a debugger attach: address and port for the language's own debugger, such as `127.0.0.1:9229`. */
  readonly inspect?: string | undefined;
  /** Time after a function's timeout until a process that has not answered is killed; 5,000 by default, as on a server. */
  readonly graceAfterTimeoutMs?: number | undefined;
  /** Receives lines as they are logged. */
  readonly onLine?: ((line: LogLine) => void) | undefined;
}

/** Reason why a process ended by itself. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Its last lines of output. */
  readonly lastLines: readonly string[];
}

/** A process that answers calls of one function. */
export interface FunctionProcess {
  /**
   * Calls the function. Calls may overlap. If the function takes longer than its timeout, the answer is a 500 with the logs
   * so far; a process that does not answer even then is killed, and `ended` resolves.
   * @param timeoutSeconds 0 for no limit
   * @throws FunctionEnded if the process ends before it answers
   */
  call(request: FunctionRequest, timeoutSeconds: number): Promise<FunctionAnswer>;
  /** Resolves when the process has ended, for whatever reason. */
  readonly ended: Promise<ProcessEnd>;
  /** Lets calls in progress end for at most `graceMs`, then ends the process and all that it started. */
  stop(graceMs?: number): Promise<void>;
}

/** Thrown by a call whose process ended before it answered, and by a start that failed. */
export class FunctionEnded extends Error {
  readonly end: ProcessEnd;

  constructor(message: string, end: ProcessEnd) {
    super(message);
    this.end = end;
  }
}
