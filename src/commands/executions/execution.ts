import { ExitCode } from '../../errors.ts';

/** The members of an execution that tell how it went. */
export interface Execution {
  readonly $id: string;
  readonly functionId: string;
  /** waiting, scheduled, processing, completed or failed. */
  readonly status: string;
  /** Of the function's answer; 0 before it, and if there was none. */
  readonly responseStatusCode: number;
  readonly logs: string;
  readonly errors: string;
}

const finalStates: ReadonlySet<string> = new Set(['completed', 'failed', 'canceled']);

/** True if nothing more happens to an execution of this status. */
export const isFinal = (status: string): boolean => finalStates.has(status);

/** Returns the exit code for the outcome of an execution, as `functions trigger` has it. */
export function exitCodeOf({ status, responseStatusCode }: Execution): ExitCode {
  if (responseStatusCode >= 400 && responseStatusCode < 500) return ExitCode.rejected;
  return status === 'completed' && responseStatusCode < 500 ? ExitCode.done : ExitCode.failure;
}
