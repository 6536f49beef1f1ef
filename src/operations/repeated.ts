/** Requests that are sent again and again, until Ctrl-C. */
import type { Context } from '../context.ts';
import type { Services } from '../core/services.ts';
import { CliError, ExitCode } from '../errors.ts';
import { unfinished } from '../lib/text/words.ts';

/** Maximum time between two looks while the server can't be reached, unless the interval is longer. */
const maxBackOffMs = 60_000;

/**
 * Yields what each look gives, one after another with pauses, and goes on after failures that may pass, with longer
 * pauses. Ends only with an error.
 * @throws the error of the first look, any later one that would come again, and that of Ctrl-C
 */
export async function* repeated<Answer>(
  look: () => AsyncIterable<Answer> | Iterable<Promise<Answer>>,
  intervalMs: number,
  { context, output }: Services,
): AsyncGenerator<Answer, never, void> {
  let hasAnswered = false;
  let failures = 0;
  const answered = () => {
    if (failures > 0) output.note(`${timeOf(context)}: the server answers again`);
    failures = 0;
    hasAnswered = true;
  };
  for (;;) {
    let pauseMs = intervalMs;
    try {
      for await (const body of look()) {
        answered();
        yield body;
      }
      answered();
    } catch (error) {
      context.signal.throwIfAborted();
      if (!hasAnswered || !(error instanceof CliError) || !mayPass(error)) throw error;
      pauseMs = Math.max(intervalMs, Math.min(intervalMs * 2 ** failures++, maxBackOffMs));
      const wait = `retrying in ${Math.round(pauseMs / 1000)} s`;
      output.warn(`${timeOf(context)}: ${unfinished(error.message)}; ${wait}`);
    }
    await context.sleep(pauseMs);
  }
}

/** True for an error that may be over at the next look. */
const mayPass = ({ exitCode }: CliError): boolean =>
  exitCode === ExitCode.network || exitCode === ExitCode.rateLimited || exitCode === ExitCode.failure;

/** Returns the time of day. */
export const timeOf = ({ now }: Pick<Context, 'now'>): string => new Date(now()).toTimeString().slice(0, 8);
