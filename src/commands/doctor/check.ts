import { CliError } from '../../errors.ts';

/** What became of one check. skip: something before it failed, or it does not apply. */
export interface Check {
  readonly check: string;
  readonly status: 'pass' | 'warn' | 'fail' | 'skip';
  readonly detail: string;
  /** What to do about it, where it did not pass. */
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
 * The check that an error stands for.
 * @throws whatever is no CliError
 */
export function failed(check: string, error: unknown): Check {
  if (!(error instanceof CliError)) throw error;
  return fail(check, error.message, error.hint);
}
