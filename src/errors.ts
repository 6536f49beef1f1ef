/** Exit codes of the process. They are a contract: scripts branch on them. */
export const ExitCode = {
  done: 0,
  failure: 1,
  usage: 2,
  auth: 3,
  notFound: 4,
  rejected: 5,
  network: 6,
  rateLimited: 7,
  partial: 8,
  /** `plan`, `diff` and `--check`: something differs; or a saved plan is stale. */
  differs: 9,
  /** `sandbox run`: command found but not executable. */
  notExecutable: 126,
  /** `sandbox run`: command not found. */
  noSuchCommand: 127,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export interface ErrorDetails {
  /** One line that names a command, flag or variable as a remedy. */
  hint?: string | undefined;
  /** Lines shown below the message: the input, with a caret under the error. */
  excerpt?: string | undefined;
  /** HTTP status, if a server has responded. */
  status?: number | undefined;
  /** The server's machine-readable error type, such as `database_not_found`. */
  type?: string | undefined;
  cause?: unknown;
}

/**
 * The only kind of error that commands throw deliberately. The program prints its message and hint, and exits with its
 * code; any other error is a bug, with exit code 1.
 */
export class CliError extends Error {
  override readonly name: string = 'CliError';
  readonly exitCode: ExitCode;
  readonly hint: string | undefined;
  readonly excerpt: string | undefined;
  readonly status: number | undefined;
  readonly type: string | undefined;

  constructor(exitCode: ExitCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.exitCode = exitCode;
    this.hint = details.hint;
    this.excerpt = details.excerpt;
    this.status = details.status;
    this.type = details.type;
  }
}

/** Returns an error in the user's input: exit 2, and nothing was sent. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(ExitCode.usage, message, { hint });
}
