import { describe, expect, it } from 'vitest';
import { retryRejected } from '../../../src/core/prompts/retry.ts';
import { CliError, usageError } from '../../../src/errors.ts';

const rejectionOf = (error: unknown) => (error instanceof CliError ? error : undefined);

/** Runs attempts that end in turn with these answers, and records what is reported. */
async function run(answers: readonly (Error | string)[], canAskAgain = true) {
  const reports: [message: string, attemptsLeft: number][] = [];
  let attempts = 0;
  const attempt = async () => {
    const answer = answers[attempts++]!;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const report = ({ message }: CliError, left: number) => void reports.push([message, left]);
  const outcome = await retryRejected(attempt, { rejectionOf, canAskAgain, report }).catch((error) => error);
  return { outcome, attempts, reports };
}

describe('retryRejected', () => {
  it('returns the first accepted answer', async () => {
    expect(await run(['right'])).toEqual({ outcome: 'right', attempts: 1, reports: [] });
  });

  it('reports each rejection with the attempts that are left, and asks again', async () => {
    expect(await run([usageError('wrong'), usageError('still wrong'), 'right'])).toEqual({
      outcome: 'right',
      attempts: 3,
      reports: [
        ['wrong', 2],
        ['still wrong', 1],
      ],
    });
  });

  it('throws the third rejection', async () => {
    const last = usageError('third');
    const { outcome, attempts } = await run([usageError('first'), usageError('second'), last]);
    expect([outcome, attempts]).toEqual([last, 3]);
  });

  it('throws the first rejection if the answer does not come from a prompt', async () => {
    const only = usageError('wrong');
    expect(await run([only], false)).toEqual({ outcome: only, attempts: 1, reports: [] });
  });

  it('throws an error that is not about the answer', async () => {
    const error = new Error('unreachable');
    expect(await run([error, 'right'])).toEqual({ outcome: error, attempts: 1, reports: [] });
  });
});
