import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import type { ApiRequest, Client } from '../../http/types.ts';
import { quantityForms, secondsIn } from '../../lib/text/units.ts';
import { counted } from '../../lib/text/words.ts';
import { dryRun } from '../../operations/run.ts';
import type { View } from '../../output/types.ts';
import { askSandbox, ownCredentials } from './own-request.ts';

/** Real time that one request may take: a client gives up on a server that is silent for a minute. */
const maxRequestSeconds = 20;

/** Distance or time to move the clock by or to. */
type Distance = { readonly duration: string } | { readonly until: string };

/** The answer to a tick. */
interface Tick {
  /** Time of the sandbox. */
  readonly now: string;
  /** Time that it is to be moved to. */
  readonly until: string;
  readonly executions: readonly { readonly status: string }[];
}

/**
 * Moves the clock of the sandbox, and lists the executions of functions that this has caused.
 * @throws CliError exit 2 for what is no duration, and for a server that is no sandbox
 */
export async function tick(
  { duration }: { readonly duration: string },
  services: Services,
): Promise<CommandResult> {
  const seconds = readDuration(duration);
  if (services.globals.dryRun)
    return dryRun(tickRequest({ duration: `${seconds}s` }), ownCredentials, services);
  const { now, executions } = await advance(await services.clientFor(ownCredentials), seconds);
  const failed = executions.filter(({ status }) => status === 'failed').length;
  const ran = executions.length === 0 ? 'no function ran' : `${counted(executions.length, 'executions')}`;
  const time = `${now.slice(0, 19).replace('T', ' ')} UTC`;
  const summary = `The clock is at ${time}: ${ran}${failed === 0 ? '' : `, ${failed} of them failed`}.`;
  return jsonResult({ now, executions }, { ...view, summary });
}

const view: View = {
  items: 'executions',
  columns: ['functionId', 'trigger', 'status', 'responseStatusCode', '$createdAt'],
};

function readDuration(given: string): number {
  const seconds = Number(/^\d+$/.test(given) ? given : (secondsIn(given) ?? Number.NaN));
  if (seconds <= maxSeconds) return seconds;
  const reason = Number.isNaN(seconds) ? 'is no duration' : `is more than ${maxSeconds / 86_400} days`;
  throw usageError(`"${given}" ${reason}`, `write ${quantityForms.seconds}; the clock never goes back`);
}

/** As the sandbox has it. */
const maxSeconds = 366 * 86_400;

/**
 * Asks until all is done: each request ends in time for its client.
 * @throws CliError exit 1 if the server says what no sandbox would say
 */
async function advance(client: Client, seconds: number): Promise<Tick> {
  let tick = await ask(client, { duration: `${seconds}s` });
  const executions = [...tick.executions];
  while (Date.parse(tick.now) < Date.parse(tick.until)) {
    const before = tick.now;
    tick = await ask(client, { until: tick.until });
    if (Date.parse(tick.now) <= Date.parse(before)) throw oddAnswer();
    executions.push(...tick.executions);
  }
  return { ...tick, executions };
}

async function ask(client: Client, distance: Distance): Promise<Tick> {
  const text = await askSandbox(client, tickRequest(distance), 'only the clock of a sandbox can be moved');
  const tick: Partial<Tick> | null = JSON.parse(text);
  const times = [tick?.now, tick?.until];
  if (!times.every(isTime) || !Array.isArray(tick?.executions)) throw oddAnswer();
  return tick as Tick;
}

const isTime = (value: unknown): boolean => typeof value === 'string' && !Number.isNaN(Date.parse(value));

const oddAnswer = () =>
  new CliError(ExitCode.failure, 'the answer of the server is not that of a sandbox whose clock was moved');

const tickRequest = (distance: Distance): ApiRequest => ({
  method: 'POST',
  path: '/sandbox/tick',
  query: [],
  body: {
    kind: 'json',
    text: JSON.stringify({ ...distance, maxSeconds: maxRequestSeconds }),
  },
  repeatable: false,
  secrets: [],
});
