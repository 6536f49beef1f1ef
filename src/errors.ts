/** What the process answers with. The numbers are a contract: scripts branch on them. */
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
  /** What `sandbox run` was to run is there, but can't be run. */
  notExecutable: 126,
  /** There is no such command as `sandbox run` was to run. */
  noSuchCommand: 127,
  interrupted: 130,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export interface ErrorDetails {
  /** One line that names the command, flag or variable that helps. */
  hint?: string | undefined;
  /** Lines to show people below the message: what they wrote, with a caret under the place that is wrong. */
  excerpt?: string | undefined;
  /** The HTTP status, where a server answered. */
  status?: number | undefined;
  /** The server's machine-readable error type, such as `database_not_found`. */
  type?: string | undefined;
  cause?: unknown;
}

/**
 * The one kind of error that commands throw on purpose. `main` prints its message and its hint and exits with its
 * code; anything else that is thrown is a bug and exits 1.
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

/** A line the user typed that can't be right: exit 2, and nothing was sent. */
export function usageError(message: string, hint?: string): CliError {
  return new CliError(ExitCode.usage, message, { hint });
}
