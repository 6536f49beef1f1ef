import { CliError, ExitCode } from '../errors.ts';
import type { Connection } from '../http/types.ts';
import { unfinished } from '../lib/text/words.ts';

/** Maximum number of consecutive failures that are not the fault of what was sent. */
const maxConsecutiveFailures = 10;

/**
 * Types of refusals (403) that are about the item, not about the caller. A relationship that restricts deletion protects
 * a document; source: Appwrite's list of error types.
 */
const itemRefusals: readonly unknown[] = ['document_delete_restricted', 'row_delete_restricted'];

export const isItemRefusal = ({ type }: CliError): boolean => itemRefusals.includes(type);

/** True for credentials of the project itself: an API key, or a console session in admin mode. */
export function actsForProject({ credential }: Pick<Connection, 'credential'>): boolean {
  return credential?.kind === 'key' || credential?.kind === 'console';
}

/**
 * Adds to an error that stops the work how far it is.
 * @param goOn hint, unless the error has one
 */
export function stoppedBy(cause: CliError, progress: string, goOn: string): CliError {
  const { exitCode, message, hint = goOn, status, type } = cause;
  return new CliError(exitCode, `${unfinished(message)}; ${progress}`, { hint, status, type, cause });
}

/**
 * Decides if bulk work goes on after a failure. An error that concerns one item is returned; an error that would meet
 * every later item too is thrown, to stop the work.
 */
export class FailurePolicy {
  readonly #actsForProject: boolean;
  #anySuccess = false;
  #consecutive = 0;

  constructor(connection: Pick<Connection, 'credential'>) {
    this.#actsForProject = actsForProject(connection);
  }

  succeeded(): void {
    this.#anySuccess = true;
    this.#consecutive = 0;
  }

  /**
   * @param error the error of one item
   * @returns the error, if later items may succeed
   * @throws the error, if they would fail as well
   */
  failed(error: unknown): CliError {
    if (!(error instanceof CliError)) throw error;
    if (isItemRefusal(error)) return this.#refused(error);
    switch (error.exitCode) {
      case ExitCode.network:
      case ExitCode.rateLimited:
      case ExitCode.interrupted:
        throw error;
      case ExitCode.auth:
        // A user may lack access to single items; a 401 for a key or admin means that every later item fails too.
        if (!this.#anySuccess || (this.#actsForProject && error.status === 401)) throw error;
        return this.#tolerate(error);
      case ExitCode.notFound:
        if (!this.#anySuccess) throw error;
        return this.#tolerate(error);
      case ExitCode.failure:
        return this.#tolerate(error);
      default:
        return this.#refused(error);
    }
  }

  #refused(error: CliError): CliError {
    this.#consecutive = 0;
    return error;
  }

  #tolerate(error: CliError): CliError {
    this.#consecutive++;
    if (this.#consecutive >= maxConsecutiveFailures) throw error;
    return error;
  }
}
