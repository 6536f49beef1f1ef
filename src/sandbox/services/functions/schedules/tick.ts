import { secondsIn } from '../../../../lib/text/units.ts';
import type { Call } from '../../../core/call.ts';
import { ApiError, invalidArgument } from '../../../core/errors.ts';
import { modelView } from '../../../core/model-view.ts';
import type { Handler } from '../../../core/module.ts';
import { parseTime, timestamp } from '../../../core/time.ts';
import { causeOf } from '../events/cause.ts';
import { schedulerOf } from './scheduler.ts';

/** Longer ones are more likely a slip than a test. */
const maxTickSeconds = 366 * 86_400;

export const tickHandlers: Record<string, Handler> = {
  /**
   * Moves the clock forward, and answers with the executions that this has caused.
   * @throws ApiError 400 general_argument_invalid; 409 for a function, whose end the tick would wait for
   */
  'sandbox.tick': async (call) => {
    const { kernel, params } = call;
    const untilMs = params.has('until') ? timeOf(call) : kernel.now() + durationMs(call);
    if (untilMs - kernel.now() > maxTickSeconds * 1000)
      throw invalidArgument('until', 'it must be within a year.');
    if (causeOf(call))
      throw new ApiError(409, 'general_bad_request', 'A function cannot move the clock that it runs by.');
    const maxRealMs = params.number('maxSeconds', Number.POSITIVE_INFINITY) * 1000;
    const executions = await schedulerOf(kernel).tick(untilMs, maxRealMs);
    return {
      now: timestamp(kernel.now()),
      until: timestamp(untilMs),
      executions: executions.map((each) => modelView('execution', { responseBody: '', ...each })),
    };
  },
};

function durationMs({ params }: Call): number {
  const seconds = Number(secondsIn(params.string('duration', '')));
  if (seconds <= maxTickSeconds) return seconds * 1000;
  throw invalidArgument('duration', 'it must be a duration such as 90s, 15m, 1h30m or 7d, up to 366d.');
}

function timeOf({ params }: Call): number {
  const timeMs = parseTime(params.string('until'));
  if (timeMs === undefined) throw invalidArgument('until', 'it must be a date and time in ISO form.');
  return timeMs;
}
