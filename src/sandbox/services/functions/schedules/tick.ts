import { secondsIn } from '../../../../lib/text/units.ts';
import { invalidArgument } from '../../../core/errors.ts';
import type { Handler } from '../../../core/module.ts';
import { timestamp } from '../../../core/time.ts';

/** Longer ones are more likely a slip than a test. */
const maxTickSeconds = 366 * 86_400;

export const tickHandlers: Record<string, Handler> = {
  /**
   * Moves the clock forward.
   * @throws ApiError 400 general_argument_invalid
   */
  'sandbox.tick': ({ kernel, params }) => {
    const text = params.string('duration');
    const seconds = Number(secondsIn(text));
    if (!(seconds <= maxTickSeconds))
      throw invalidArgument('duration', 'it must be a duration such as 90s, 15m, 1h30m or 7d, up to 366d.');
    kernel.clock.moveTo(kernel.now() + seconds * 1000);
    return { now: timestamp(kernel.now()), remainingSeconds: 0, executions: [] };
  },
};
