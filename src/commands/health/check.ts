import { version } from '../../console/requests.ts';
import { readSeconds } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonTextResult, textResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import type { View } from '../../output/types.ts';
import { type Ask, type Finding, prepare } from './ask.ts';
import { checksOf, isFailure } from './checks.ts';

const columns = ['check', 'status', 'timeMs', 'size', 'detail'];
const view: View = { items: 'checks', columns, noun: 'checks' };

/**
 * Runs every check, once or repeatedly with `--watch`.
 * @throws CliError exit 3 if the key lacks the scope; the first error if no request succeeds
 */
export async function check(
  { watch: interval }: { readonly watch: string | undefined },
  services: Services,
): Promise<CommandResult> {
  const pause = readSeconds('--watch', interval);
  if (services.globals.dryRun) return dryRun(services);
  const ask = await prepare(services);
  if (pause !== undefined) return watch(ask, pause, services);

  const findings = await ask();
  const error = commonError(findings);
  if (error) throw error;
  const failed = findings.filter(({ status }) => isFailure(status)).map(({ check }) => check);
  return {
    ...jsonTextResult(bodyOf(findings), view),
    ...(failed.length > 0 && {
      failure: new CliError(
        ExitCode.failure,
        `${failed.length} of ${findings.length} checks failed: ${failed.join(', ')}`,
      ),
    }),
  };
}

/** Returns an error that would repeat in every row: the key lacks the scope, or nothing but the version was checked. */
function commonError(findings: readonly Finding[]): CliError | undefined {
  const errors = findings.filter(({ check }) => check !== 'version').map(({ error }) => error);
  return refusal(findings) ?? (errors.every((error) => error !== undefined) ? errors[0] : undefined);
}

function refusal(findings: readonly Finding[]): CliError | undefined {
  return findings.find(({ error }) => error?.exitCode === ExitCode.auth)?.error;
}

/**
 * Repeats until Ctrl-C. A terminal shows the latest table only; other outputs get all rounds, with the time in each row
 * (as JSON, one line for each round).
 */
async function watch(
  ask: Ask,
  pause: number,
  { context, globals, output }: Services,
): Promise<CommandResult> {
  if (globals.out !== undefined && globals.out !== '-')
    throw usageError('--watch never ends, and --out is written at the end', 'redirect it: > health.txt');
  const rounds = repeat(ask, () => context.sleep(pause));
  const isTerminal = context.stdout.isTTY === true;
  if (!isTerminal && globals.format !== 'json') {
    const pages = timed(rounds, context.now);
    return { result: { kind: 'pages', pages, view: { ...view, columns: ['at', ...columns] } } };
  }
  for await (const findings of rounds) {
    output.clear();
    await output.result({
      kind: 'json',
      text: bodyOf(findings, isTerminal ? undefined : context.now()),
      view,
    });
  }
  return {};
}

/** @throws CliError exit 3 if the key lacks the scope; a server that is down may come back */
async function* repeat(ask: Ask, wait: () => Promise<void>): AsyncGenerator<Finding[]> {
  for (;;) {
    const findings = await ask();
    const error = refusal(findings);
    if (error) throw error;
    yield findings;
    await wait();
  }
}

async function* timed(rounds: AsyncIterable<Finding[]>, now: () => number): AsyncGenerator<string> {
  for await (const findings of rounds) yield bodyOf(findings, now());
}

/** @param at time of the round in ms since the Unix epoch; absent: not printed */
function bodyOf(findings: readonly Finding[], at?: number): string {
  const time = at === undefined ? {} : { at: new Date(at).toISOString() };
  const checks = findings.map(({ error: _, ...told }) => ({ ...time, ...told }));
  return JSON.stringify({ total: checks.length, checks });
}

/** Prints the requests to a server of the version in use: which one it has would have to be asked. */
async function dryRun({ resolve, apiVersion, globals: { insecure } }: Services): Promise<CommandResult> {
  const [{ toCurl }, { connection }] = await Promise.all([import('../../http/curl.ts'), resolve(['Key'])]);
  const asGuest = toCurl(version, { ...connection, credential: undefined }, { insecure });
  const withKey = checksOf(apiVersion.version).map(({ request }) =>
    toCurl(request, connection, { insecure }),
  );
  return textResult([asGuest, ...withKey].join('\n'));
}
