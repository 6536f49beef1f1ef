import { CliError } from '../../errors.ts';
import { codeOf, reasonOf } from '../../lib/files/fs-error.ts';

/** The result of one check. skip: an earlier check failed, or this one does not apply. */
export interface Check {
  readonly check: string;
  readonly status: 'pass' | 'warn' | 'fail' | 'skip';
  readonly detail: string;
  /** The remedy, if the check did not pass. */
  readonly fix?: string | undefined;
}

export const pass = (check: string, detail: string): Check => ({ check, status: 'pass', detail });
export const skip = (check: string, detail: string): Check => ({ check, status: 'skip', detail });
export const warn = (check: string, detail: string, fix: string): Check => ({
  check,
  status: 'warn',
  detail,
  fix,
});
export const fail = (check: string, detail: string, fix: string | undefined): Check => ({
  check,
  status: 'fail',
  detail,
  fix,
});

/**
 * Turns an error into a failed check.
 * @throws any error that is neither a CliError nor one of the file system
 */
export function failed(check: string, error: unknown): Check {
  if (!(error instanceof CliError) && codeOf(error) !== undefined)
    return fail(check, reasonOf(error), undefined);
  if (!(error instanceof CliError)) throw error;
  return fail(check, error.message, error.hint);
}
