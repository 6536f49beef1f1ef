/**
 * The public types of `appwrite-cli/sandbox`. This file becomes its declaration file as it is, so it imports nothing.
 * Erasing the types leaves no code.
 */

/** Settings of a sandbox. */
export interface SandboxOptions {
  /** Port on 127.0.0.1; 0, the default, takes any free one. */
  readonly port?: number | undefined;
  /** ID of the project: by default that of the project file or of the backup, else `sandbox`. */
  readonly project?: string | undefined;
  /** Begin with a small shop: a database with products, users, a team, a bucket, a function and a topic. */
  readonly seed?: boolean | undefined;
  /** Begin with the resources of this project file, as after `appwrite-cli push`. Relative to the current folder. */
  readonly projectFile?: string | undefined;
  /** Begin with everything in this backup: a folder or a `.tar.gz`. */
  readonly from?: string | undefined;
  /**
   * Variables that a project file may refer to, and `APPWRITE_BACKUP_PASSPHRASE` for a backup. Those of this process are
   * not read.
   */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /**
   * Build and run the code of functions: deployments of the project file, events, schedules and domains. The code runs in
   * processes with the rights of this one: nothing is isolated. It gets the PATH and the home of this process, and none of
   * its other variables. Off by default: code is then only stored.
   */
  readonly functions?: boolean | undefined;
  /**
   * Variables that every function gets, and what they have as values: `{ APPWRITE_ENDPOINT: 'endpoint', APPWRITE_KEY: 'key' }`.
   */
  readonly set?: Readonly<Record<string, 'endpoint' | 'project' | 'key'>> | undefined;
  /** `real` by default; with `manual`, time stands still and moves by `tick` only. */
  readonly clock?: 'real' | 'manual' | undefined;
  /** Folder that keeps the data across restarts. By default the data are in memory. */
  readonly data?: string | undefined;
  /** Origins of web pages that may call the sandbox, such as `http://localhost:3000`. */
  readonly cors?: readonly string[] | undefined;
  /** Maximum number of requests per minute, for each route and caller. No limit by default. */
  readonly rateLimit?: number | undefined;
  /** Wait before each answer, in ms. */
  readonly latencyMs?: number | undefined;
  /** Share of requests that fail, from 0 to 1. */
  readonly failRate?: number | undefined;
  /** Receives a line about what the sandbox leaves out of a project file or backup. By default nobody is told. */
  readonly onNote?: ((line: string) => void) | undefined;
}

/** A mail, SMS or push notification that a real server would have sent. */
export interface OutboxEntry {
  readonly $id: string;
  readonly $createdAt: string;
  readonly channel: 'email' | 'sms' | 'push';
  /** Reason to send it, such as `verification`, `recovery`, `magic-url`, `otp`, `invitation` or `message`. */
  readonly kind: string;
  /** Address or number of the recipient. */
  readonly to: string;
  /** Empty if the channel has none. */
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly userId: string;
  /** The code, or the secret in the link; empty if there is none. */
  readonly secret: string;
  /** The link in full; empty if there is none. */
  readonly url: string;
  /** Time until which the secret is valid; empty if there is none. */
  readonly expire: string;
}

/** Entries of the outbox that a test asks for. */
export interface OutboxFilter {
  readonly to?: string | undefined;
  readonly channel?: OutboxEntry['channel'] | undefined;
  readonly kind?: string | undefined;
  /** ID of an entry: only newer ones. */
  readonly after?: string | undefined;
  /** Maximum number of entries, the newest of all; 25 by default. */
  readonly limit?: number | undefined;
}

/** Run of a function. Its logs and all other members are in the answer of `functions.getExecution`. */
export interface Execution {
  readonly $id: string;
  readonly functionId: string;
  readonly trigger: 'http' | 'event' | 'schedule';
  readonly status: 'completed' | 'failed';
  readonly responseStatusCode: number;
  readonly logs: string;
  readonly errors: string;
  /** In seconds. */
  readonly duration: number;
}

/** Everything that a move of the clock has caused. */
export interface Tick {
  /** Time of the sandbox, as in `$createdAt`. */
  readonly now: string;
  readonly executions: readonly Execution[];
}

/** A running sandbox: an Appwrite server in this process. */
export interface Sandbox {
  /** Ends in `/v1`. */
  readonly endpoint: string;
  /** ID of the project. */
  readonly project: string;
  /** API key with every scope of the project. */
  readonly key: string;
  /** The same as `key`, under the name that it has in the output of `sandbox start --json`. */
  readonly apiKey: string;
  /** Returns what a real server would have sent, the newest last. */
  outbox(filter?: OutboxFilter): Promise<readonly OutboxEntry[]>;
  /**
   * Moves the clock forward: sessions and codes expire, and schedules of functions that fall due are run, minute by minute.
   * Resolves when these runs have ended, and those that they have caused by their events.
   * @param duration such as `90s`, `15m`, `1h30m` or `7d`
   */
  tick(duration: string): Promise<Tick>;
  /**
   * Brings everything back to the start, for example before each test: documents, users, sessions, files, executions,
   * settings, the outbox and the clock are as they were when `startSandbox` returned. Requests in progress are answered
   * first, for at most 2 s; runs of functions are cancelled. Code that was built at the start, and its processes, stay.
   */
  reset(): Promise<void>;
  /** Ends the sandbox. Requests in progress are answered first, for at most 2 s. */
  close(): Promise<void>;
}

/**
 * Starts a sandbox: an Appwrite server in this process, on loopback. It changes nothing else of the process: it handles no
 * signals and prints nothing. Several can run at once.
 * @throws Error that says what is wrong: the port is in use, the project file has faults, an option is not valid
 */
export declare function startSandbox(options?: SandboxOptions): Promise<Sandbox>;
