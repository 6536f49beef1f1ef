import { CliError, ExitCode } from '../errors.ts';
import type { Connection } from '../http/types.ts';

/** So many failures one after the other that are not the fault of what was sent are enough. */
const patience = 10;

/**
 * Tells what is wrong with one item from what is wrong with everything: where it makes no sense to go on, the work
 * stops, instead of failing item by item.
 */
export class FailurePolicy {
  readonly #actsForProject: boolean;
  #anySuccess = false;
  #inARow = 0;

  /** @param connection over which the items are sent */
  constructor({ credential }: Pick<Connection, 'credential'>) {
    this.#actsForProject = credential?.kind === 'key' || credential?.kind === 'console';
  }

  succeeded(): void {
    this.#anySuccess = true;
    this.#inARow = 0;
  }

  /**
   * @param error what an item has failed with
   * @returns the error, where the next item may fare better
   * @throws the error, where it would not
   */
  failed(error: unknown): CliError {
    if (!(error instanceof CliError)) throw error;
    switch (error.exitCode) {
      case ExitCode.network:
      case ExitCode.rateLimited:
      case ExitCode.interrupted:
        throw error;
      case ExitCode.auth:
        // To a user some items may be closed. Who acts for the project and is not known any more has none left.
        if (!this.#anySuccess || (this.#actsForProject && error.status === 401)) throw error;
        return this.#bear(error);
      case ExitCode.notFound:
        if (!this.#anySuccess) throw error;
        return this.#bear(error);
      case ExitCode.failure:
        return this.#bear(error);
      default:
        this.#inARow = 0;
        return error;
    }
  }

  #bear(error: CliError): CliError {
    this.#inARow++;
    if (this.#inARow >= patience) throw error;
    return error;
  }
}
