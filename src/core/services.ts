import type { Credentials } from '../api/schema.ts';
import type { Context } from '../context.ts';
import type { Client, Connection } from '../http/types.ts';
import type { Output } from '../output/types.ts';
import type { Needs } from '../profile/collect-settings.ts';
import type { Resolved } from '../profile/resolve.ts';
import type { GlobalOptions } from './globals.ts';

/** Where one client differs from what the line says. */
export interface ClientSettings {
  /** Instead of `--retries`. */
  readonly retries?: number;
  /** Instead of Ctrl-C: to put things in order after it. */
  readonly signal?: AbortSignal;
  /** Instead of stderr: takes the lines that tell of each wait. */
  readonly note?: (line: string) => void;
}

/** What a command can do: its services, made when they are first asked for. */
export interface Services {
  readonly context: Context;
  readonly globals: GlobalOptions;
  readonly output: Output;
  /**
   * Works out where to send and as whom.
   * @param auth the credentials the operation takes; none: as a guest
   * @param project whether there has to be one; it has to, unless said otherwise
   * @param dryRun whether nothing is sent, so that no credential is needed; unless said otherwise, as the line has it:
   * a dry run that looks up what would be changed does send
   * @throws CliError exit 3 where endpoint, project or credential is missing
   */
  resolve(auth: Credentials, project?: Needs['project'], dryRun?: boolean): Promise<Resolved>;
  /** A client for this connection; it is closed when the command ends. */
  client(connection: Connection, settings?: ClientSettings): Promise<Client>;
  /**
   * Asks before something is destroyed. `--yes` answers it.
   * @param connection finds out where, for the question
   * @throws CliError exit 2 without a terminal, or where the user says no
   */
  confirm(question: string, connection?: () => Promise<Connection>): Promise<void>;
}
