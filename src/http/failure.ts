import { CliError, type ErrorDetails, type ExitCode } from '../errors.ts';

/**
 * What a failed request may have done on the server. unsent: it never left · refused: the server declined it and did
 * nothing · unknown: it may have been carried out.
 */
export type RequestOutcome = 'unsent' | 'refused' | 'unknown';

export interface FailureFacts extends ErrorDetails {
  readonly outcome: RequestOutcome;
  /** Whether the same request may fare better a little later. */
  readonly transient: boolean;
  /** How long the server asks to wait, in milliseconds. */
  readonly wait?: number | undefined;
  /**
   * Whether an earlier try of the same request may have been carried out: what it is refused for now, such as an ID
   * that is taken, may then be its own work.
   */
  readonly mayHaveWorked?: boolean | undefined;
}

/** A request that brought no good answer, with what is needed to decide whether to try again. */
export class HttpError extends CliError {
  override readonly name = 'HttpError';
  readonly outcome: RequestOutcome;
  readonly transient: boolean;
  readonly wait: number | undefined;
  readonly mayHaveWorked: boolean;

  constructor(exitCode: ExitCode, message: string, facts: FailureFacts) {
    super(exitCode, message, facts);
    this.outcome = facts.outcome;
    this.transient = facts.transient;
    this.wait = facts.wait;
    this.mayHaveWorked = facts.mayHaveWorked ?? false;
  }

  /** The same error with another message, another hint, or more that is known. */
  with(changes: {
    readonly message?: string;
    readonly hint?: string | undefined;
    readonly mayHaveWorked?: boolean;
  }): HttpError {
    const { exitCode, message, hint, status, type, outcome, transient, wait, mayHaveWorked } = this;
    const facts = { hint, status, type, outcome, transient, wait, mayHaveWorked, cause: this, ...changes };
    return new HttpError(exitCode, changes.message ?? message, facts);
  }
}
