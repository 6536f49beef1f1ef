import type { CliError } from '../../errors.ts';
import type { Output } from '../../output/types.ts';

const maxAttempts = 3;

export interface RetryRules {
  /**
   * Returns the error that reports a rejected answer, or undefined if the attempt failed for another reason, which no
   * other answer would change.
   */
  rejectionOf(error: unknown): CliError | undefined;
  /** False if the answer does not come from a prompt: the next attempt would send the same one. */
  readonly canAskAgain: boolean;
  /** Tells the user why the answer was rejected, before the next attempt. */
  report(rejection: CliError, attemptsLeft: number): void;
}

/**
 * Asks for an answer that only the server can check, and asks again if the server rejects it, up to three attempts.
 * @param attempt asks the user and sends the answer
 * @throws CliError the last rejection; the error of the attempt if it is not about the answer
 */
export async function retryRejected<Value>(
  attempt: () => Promise<Value>,
  { rejectionOf, canAskAgain, report }: RetryRules,
): Promise<Value> {
  for (let attemptsLeft = maxAttempts - 1; ; attemptsLeft--) {
    try {
      return await attempt();
    } catch (error) {
      const rejection = rejectionOf(error);
      if (!rejection) throw error;
      if (attemptsLeft === 0 || !canAskAgain) throw rejection;
      report(rejection, attemptsLeft);
    }
  }
}

/** Reports a rejected answer to a user who is about to be asked again. */
export function reportRejection(output: Output, { message, hint }: CliError): void {
  output.failed(message, hint);
}
