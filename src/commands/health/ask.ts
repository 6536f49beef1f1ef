import { version } from '../../console/requests.ts';
import type { Services } from '../../core/services.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { Client } from '../../http/types.ts';
import { type Check, checksOf, type State, stateOf } from './checks.ts';

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
 * Prepares the checks. The version is asked first, as a guest since it refuses an API key: it decides what the server
 * can be asked. Failed requests are not retried, since a failure is a finding.
 * @throws CliError exit 3 if endpoint, project or credential is missing
 */
export async function prepare(services: Services): Promise<Ask> {
  const { now } = services.context;
  const withKey = await services.clientFor(['Key'], { retries: 0 });
  const guest = { ...withKey.connection, credential: undefined };
  const asGuest = await services.client(guest, { retries: 0 });
  return async () => {
    const server = await ask({ name: 'version', request: version }, asGuest, now);
    const checks = checksOf((!server.error && server.detail) || undefined);
    return [server, ...(await Promise.all(checks.map((check) => ask(check, withKey, now))))];
  };
}

async function ask({ name, request, isNamed }: Check, client: Client, now: () => number): Promise<Finding> {
  const began = now();
  const finding = (state: State & { readonly error?: CliError }): Finding => ({
    check: name,
    status: state.status,
    timeMs: Math.round(now() - began),
    size: state.size,
    detail: state.detail,
    ...(state.error && { error: state.error }),
  });
  try {
    const { text } = await client.text(request);
    return finding(stateOf(JSON.parse(text)));
  } catch (error) {
    if (!(error instanceof CliError) || error.exitCode === ExitCode.interrupted) throw error;
    const isUnknown =
      error.type === 'general_route_not_found' || (isNamed && error.type === 'general_argument_invalid');
    return finding({ status: isUnknown ? 'unknown' : 'fail', size: null, detail: error.message, error });
  }
}
