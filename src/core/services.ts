import type { Credentials } from '../api/schema.ts';
import type { Context } from '../context.ts';
import type { Client, Connection } from '../http/types.ts';
import type { Output, OutputOptions } from '../output/types.ts';
import type { ResolvedApiVersion } from '../profile/api-version.ts';
import type { ConnectionNeeds } from '../profile/collect-settings.ts';
import type { NamedEnvironment } from '../profile/named-environment.ts';
import type { Resolved } from '../profile/resolve.ts';
import type { GlobalOptions } from './globals.ts';
import type { SharedConnections } from './shared-connections.ts';

/** Settings of one client that replace those of the command line. */
export interface ClientSettings {
  /** Instead of `--retries`. */
  readonly retries?: number;
  /** Cancels requests instead of Ctrl-C, for example to clean up after it. */
  readonly signal?: AbortSignal;
  /** Reports each wait instead of a line on stderr. */
  readonly note?: (line: string) => void;
}

export interface ResolveOptions {
  /** Default: required. */
  readonly project?: ConnectionNeeds['project'] | undefined;
  /** The environment that `--env` names. */
  readonly environment?: NamedEnvironment | undefined;
  /** Absolute path of the project file that `--config` names. */
  readonly projectFile?: string | undefined;
}

/** A line that has been checked, and is ready to run. */
export interface CheckedLine {
  /** Names of group and command. */
  readonly path: readonly string[];
}

/** Deviations of a line that runs among others from one that is a process of its own. */
export interface RunOptions {
  /** Makes the output of the line. */
  readonly openOutput: (options: OutputOptions) => Output;
  /** Connections of all the lines. */
  readonly shared: SharedConnections;
}

/** Command lines, for a command that runs others. They have its global flags, unless they give their own. */
export interface Lines {
  /**
   * Checks a line without running it.
   * @param words the line without the name of the program
   * @throws CliError exit 2 if it is wrong, or asks for help
   */
  check(words: readonly string[]): Promise<CheckedLine>;
  /** True for a command that is one request that the API lets a client repeat. */
  isRepeatable(line: CheckedLine): Promise<boolean>;
  /**
   * Runs a line that `check` has returned. Every error is reported to its output.
   * @returns its exit code
   */
  run(line: CheckedLine, context: Context, options: RunOptions): Promise<number>;
}

/** The dependencies of a running command. Each is created when it is first used. */
export interface Services {
  readonly context: Context;
  readonly globals: GlobalOptions;
  readonly output: Output;
  /** Undefined for services that a command has made itself. */
  readonly lines?: Lines | undefined;
  /** The version of the API that the command speaks. */
  readonly apiVersion: ResolvedApiVersion;
  /**
   * Resolves endpoint, project and credential. Flags, environment, files and keyring are read once for the same
   * arguments. With `--dry-run` a missing credential is no error, and secrets are not read.
   * @param auth credentials that the operation accepts; none: guest
   * @throws CliError exit 3 if endpoint, project or credential is missing
   */
  resolve(auth: Credentials, options?: ResolveOptions): Promise<Resolved>;
  /**
   * Resolves a connection, also with `--dry-run`, and returns a client for it.
   * @param auth credentials that the operation accepts; none: guest
   * @throws CliError exit 3 if endpoint, project or credential is missing
   */
  clientFor(auth: Credentials, settings?: ClientSettings & ResolveOptions): Promise<Client>;
  /**
   * Returns a client for a connection that does not come from the user's settings. All clients of an endpoint share
   * its network connections and back off together; they are closed when the command ends. Without a version of its own
   * the connection gets that of the command.
   */
  client(connection: Connection, settings?: ClientSettings): Promise<Client>;
  /**
   * Asks before something is deleted, or changed in bulk. `--yes` answers it.
   * @param connection resolves the place that the question names; called only if the user is asked
   * @param effect of the command, for the message if there is no terminal to ask on; by default `deleting`
   * @throws CliError exit 2 without a terminal, or if the user declines
   */
  confirm(question: string, connection?: () => Promise<Connection>, effect?: string): Promise<void>;
}
