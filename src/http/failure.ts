import { CliError, type ErrorDetails, type ExitCode } from '../errors.ts';

/**
 * Effect of a failed request on the server. unsent: it never left · refused: the server declined it and did nothing ·
 * unknown: ambiguous, it may have been carried out.
 */
export type RequestOutcome = 'unsent' | 'refused' | 'unknown';

export interface FailureFacts extends ErrorDetails {
  readonly outcome: RequestOutcome;
  /** True if the same request may succeed a little later. */
  readonly transient: boolean;
  /** Wait that the server asks for. */
  readonly waitMs?: number | undefined;
  /**
   * True if an earlier attempt of the same request may have been carried out. The reason for its refusal now, such as an
   * ID that is taken, may then be its own effect.
   */
  readonly mayHaveWorked?: boolean | undefined;
  /** Version that the server names in its error, such as `1.8.1`; undefined if the answer is not Appwrite's. */
  readonly serverVersion?: string | undefined;
}

/** A request without a successful response, and the facts that decide about a retry. */
export class HttpError extends CliError {
  override readonly name = 'HttpError';
  readonly outcome: RequestOutcome;
  readonly transient: boolean;
  readonly waitMs: number | undefined;
  readonly mayHaveWorked: boolean;
  readonly serverVersion: string | undefined;

  constructor(exitCode: ExitCode, message: string, facts: FailureFacts) {
    super(exitCode, message, facts);
    this.outcome = facts.outcome;
    this.transient = facts.transient;
    this.waitMs = facts.waitMs;
    this.mayHaveWorked = facts.mayHaveWorked ?? false;
    this.serverVersion = facts.serverVersion;
  }

  /** Returns a copy whose hint goes on with another one. */
  withMoreHints(hint: string): HttpError {
    return this.with({ hint: this.hint === undefined ? hint : `${this.hint}; ${hint}` });
  }

  /** Returns a copy with another message or hint, or with more facts; this error is its cause. */
  with(changes: {
    readonly message?: string;
    readonly hint?: string | undefined;
    readonly mayHaveWorked?: boolean;
  }): HttpError {
    const { exitCode, message, hint, status, type, outcome, transient, waitMs } = this;
    const { mayHaveWorked, serverVersion } = this;
    const response = { status, type, outcome, transient, waitMs, mayHaveWorked, serverVersion };
    return new HttpError(exitCode, changes.message ?? message, {
      hint,
      ...response,
      cause: this,
      ...changes,
    });
  }
}
