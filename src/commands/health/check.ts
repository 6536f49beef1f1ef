import { readSeconds } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonTextResult, textResult } from '../../core/spec.ts';
import { CliError, ExitCode, usageError } from '../../errors.ts';
import type { View } from '../../output/types.ts';
import { type Ask, type Finding, prepare } from './ask.ts';
import { allChecks, isFailure } from './checks.ts';

const columns = ['check', 'status', 'timeMs', 'size', 'detail'];
const view: View = { items: 'checks', columns, noun: 'checks' };

/**
 * Asks for the state of everything, once or again and again.
 * @throws CliError exit 3 where the key lacks the scope; the first failure's code where nothing answers at all
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
  const error = hopeless(findings);
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

/** Why the table would only repeat one error: the key may not ask, or nobody answers. */
function hopeless(findings: readonly Finding[]): CliError | undefined {
  const errors = findings.filter(({ check }) => check !== 'version').map(({ error }) => error);
  return refusal(findings) ?? (errors.every((error) => error !== undefined) ? errors[0] : undefined);
}

function refusal(findings: readonly Finding[]): CliError | undefined {
  return findings.find(({ error }) => error?.exitCode === ExitCode.auth)?.error;
}

/**
 * Repeats until Ctrl-C: in the place of the last table on a terminal; elsewhere behind it, with the time in each line
 * (or, as JSON, a line each round).
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

/** @throws CliError exit 3 where the key may not ask; a server that is down may come back */
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

/** @param at when it was asked, in milliseconds since the Unix epoch; absent: it is not told */
function bodyOf(findings: readonly Finding[], at?: number): string {
  const time = at === undefined ? {} : { at: new Date(at).toISOString() };
  const checks = findings.map(({ error: _, ...told }) => ({ ...time, ...told }));
  return JSON.stringify({ total: checks.length, checks });
}

async function dryRun({ resolve, globals }: Services): Promise<CommandResult> {
  const [{ toCurl }, { connection }] = await Promise.all([import('../../http/curl.ts'), resolve(['Key'])]);
  const guest = { ...connection, credential: undefined };
  const text = allChecks()
    .map((check) => toCurl(check.request, check.guest ? guest : connection, { insecure: globals.insecure }))
    .join('\n');
  return textResult(text);
}
