import type { Services } from '../../core/services.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { Client } from '../../http/types.ts';
import { allChecks, type Check, type State, stateOf } from './checks.ts';

/** Outcome of one check. */
export interface Finding extends State {
  readonly check: string;
  readonly timeMs: number;
  /** Error if the server did not answer. It is not printed. */
  readonly error?: CliError;
}

/** Runs every check once. */
export type Ask = () => Promise<Finding[]>;

/**
 * Prepares the checks: with the API key, and as a guest for endpoints that refuse one. Failed requests are not retried,
 * since a failure is a finding.
 * @throws CliError exit 3 if endpoint, project or credential is missing
 */
export async function prepare(services: Services): Promise<Ask> {
  const { now } = services.context;
  const withKey = await services.clientFor(['Key'], { retries: 0 });
  const guest = { ...withKey.connection, credential: undefined };
  const asGuest = await services.client(guest, { retries: 0 });
  const checks = allChecks();
  return () => Promise.all(checks.map((check) => ask(check, check.guest ? asGuest : withKey, now)));
}

async function ask({ name, request, maxWaitMs }: Check, client: Client, now: () => number): Promise<Finding> {
  const began = now();
  const finding = (state: State & { readonly error?: CliError }): Finding => ({
    check: name,
    status: state.status,
    timeMs: Math.round(now() - began),
    size: state.size,
    detail: state.detail,
    ...(state.error && { error: state.error }),
  });
  const timeout = maxWaitMs === undefined ? undefined : AbortSignal.timeout(maxWaitMs);
  try {
    const signal = timeout && AbortSignal.any([client.io.signal, timeout]);
    const { text } = await client.text(request, signal);
    return finding(stateOf(JSON.parse(text)));
  } catch (error) {
    if (timeout?.aborted && !client.io.signal.aborted)
      return finding({ status: 'unknown', size: null, detail: `no answer within ${maxWaitMs! / 1000} s` });
    if (!(error instanceof CliError) || error.exitCode === ExitCode.interrupted) throw error;
    const status = error.type === 'general_route_not_found' ? 'unknown' : 'fail';
    return finding({ status, size: null, detail: error.message, error });
  }
}
