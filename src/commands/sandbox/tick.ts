import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonResult } from '../../core/spec.ts';
import { usageError } from '../../errors.ts';
import type { ApiRequest, Client } from '../../http/types.ts';
import { quantityForms, secondsIn } from '../../lib/text/units.ts';
import { counted } from '../../lib/text/words.ts';
import { dryRun } from '../../operations/run.ts';
import { askSandbox, ownCredentials } from './own-request.ts';

/** Real time that one request may take: a client gives up on a server that is silent for a minute. */
const maxRequestSeconds = 20;

/** The answer to a tick. */
interface Tick {
  /** Time of the sandbox. */
  readonly now: string;
  /** What is left of the duration; 0 when all is done. */
  readonly remainingSeconds: number;
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
  if (services.globals.dryRun) return dryRun(tickRequest(seconds), ownCredentials, services);
  const { now, executions } = await advance(await services.clientFor(ownCredentials), seconds);
  const failed = executions.filter(({ status }) => status === 'failed').length;
  const ran = executions.length === 0 ? 'no function ran' : `${counted(executions.length, 'executions')}`;
  const summary = `The clock is at ${now}: ${ran}${failed === 0 ? '' : `, ${failed} of them failed`}.`;
  return jsonResult({ now, executions }, { items: 'executions', columns, summary });
}

const columns = ['functionId', 'trigger', 'status', 'responseStatusCode', 'duration', '$createdAt'];

function readDuration(given: string): number {
  const seconds = Number(/^\d+$/.test(given) ? given : (secondsIn(given) ?? Number.NaN));
  if (seconds <= maxSeconds) return seconds;
  const reason = Number.isNaN(seconds) ? 'is no duration' : `is more than ${maxSeconds / 86_400} days`;
  throw usageError(`"${given}" ${reason}`, `write ${quantityForms.seconds}; the clock never goes back`);
}

/** As the sandbox has it. */
const maxSeconds = 366 * 86_400;

/** Asks until all is done: each request ends in time for its client. */
async function advance(client: Client, seconds: number): Promise<Tick> {
  let tick = await ask(client, seconds);
  const executions = [...tick.executions];
  while (tick.remainingSeconds > 0) {
    tick = await ask(client, tick.remainingSeconds);
    executions.push(...tick.executions);
  }
  return { ...tick, executions };
}

async function ask(client: Client, seconds: number): Promise<Tick> {
  return JSON.parse(
    await askSandbox(client, tickRequest(seconds), 'only the clock of a sandbox can be moved'),
  );
}

const tickRequest = (seconds: number): ApiRequest => ({
  method: 'POST',
  path: '/sandbox/tick',
  query: [],
  body: {
    kind: 'json',
    text: JSON.stringify({ duration: `${seconds}s`, maxSeconds: maxRequestSeconds }),
  },
  repeatable: false,
  secrets: [],
});
