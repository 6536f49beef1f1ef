import { readServerVersion, type ServerVersion } from '../api/server-version.ts';
import type { ClientSettings, Services } from '../core/services.ts';
import { CliError, ExitCode } from '../errors.ts';
import { HttpError } from '../http/failure.ts';
import { excerpt } from '../lib/text/visible.ts';
import type { Headers } from '../transport.ts';
import * as requests from './requests.ts';

/** An Appwrite server that has answered. */
export interface Server {
  readonly endpoint: string;
  readonly version: string;
  readonly headers: Headers;
}

/** A server answers, but the API is not at this address. */
export class WrongAddressError extends CliError {
  /** The API's address on this server, if it was found. */
  readonly found: string | undefined;

  constructor(endpoint: string, found: string | undefined) {
    super(
      ExitCode.usage,
      found ? `the API is not at ${endpoint}` : `the server at ${endpoint} is not an Appwrite API`,
      {
        hint: found
          ? `it is at ${found}`
          : 'the endpoint usually ends in /v1, as in https://cloud.appwrite.io/v1',
      },
    );
    this.found = found;
  }
}

/**
 * Asks a server for its version without a credential, so that no secret is sent to anything but an Appwrite server.
 * @param endpoint in canonical form
 * @param settings signal: cancels it, instead of Ctrl-C
 * @throws WrongAddressError if something else answers; HttpError if nothing does, or the server fails
 */
export async function probeServer(
  services: Services,
  endpoint: string,
  settings: Pick<ClientSettings, 'signal'> = {},
): Promise<Server> {
  const server = await serverAt(services, endpoint, settings);
  if (server) return server;
  const { origin } = new URL(endpoint);
  for (const other of new Set([`${endpoint}/v1`, `${origin}/v1`])) {
    if (other !== endpoint && (await serverAt(services, other, settings).catch(() => undefined)))
      throw new WrongAddressError(endpoint, other);
  }
  throw new WrongAddressError(endpoint, undefined);
}

/** Maximum wait for the version, after which the command continues without it. */
const maxVersionWaitMs = 5000;

/**
 * Asks a server for its version if the command can do without it: a failure is reported in one line.
 * @param endpoint in canonical form
 * @returns undefined if the version can't be learnt
 */
export async function askServerVersion(
  services: Services,
  endpoint: string,
): Promise<ServerVersion | undefined> {
  const { context, output } = services;
  const timeout = AbortSignal.timeout(maxVersionWaitMs);
  const notLearnt = (reason: string) =>
    output.note(`The server's version could not be read: ${reason}. appwrite-cli doctor reads it again.`);
  try {
    const signal = AbortSignal.any([context.signal, timeout]);
    const { version } = await probeServer(services, endpoint, { signal });
    const server = readServerVersion(version);
    if (!server) notLearnt(`"${excerpt(version, 40)}" is not a version`);
    return server;
  } catch (error) {
    if (context.signal.aborted) throw error;
    if (error instanceof WrongAddressError && error.found)
      notLearnt(`${error.message}, but at ${error.found}`);
    else if (error instanceof CliError) notLearnt(error.message);
    else if (timeout.aborted) notLearnt(`it did not answer within ${maxVersionWaitMs / 1000} s`);
    else throw error;
    return undefined;
  }
}

/** @returns undefined if the response is not that of an Appwrite API */
async function serverAt(
  services: Services,
  endpoint: string,
  settings: Pick<ClientSettings, 'signal'>,
): Promise<Server | undefined> {
  const guest = { project: undefined, locale: undefined, credential: undefined };
  const connection = { ...guest, endpoint, apiVersion: requests.spokenVersion };
  const client = await services.client(connection, { ...settings, retries: 0 });
  try {
    const { text, headers } = await client.text(requests.version);
    const { version } = JSON.parse(text) ?? {};
    return typeof version === 'string' ? { endpoint, version, headers } : undefined;
  } catch (error) {
    // An Appwrite that does not answer guests names its version in the refusal; a gateway does not.
    if (error instanceof HttpError && error.status === 401 && error.serverVersion !== undefined)
      return { endpoint, version: error.serverVersion, headers: {} };
    if (error instanceof HttpError && isForeignResponse(error)) return undefined;
    throw error;
  }
}

/** True for a 4xx, or a success that is not JSON. No response, a redirect or a 5xx proves nothing about the server. */
function isForeignResponse({ status, outcome, exitCode }: HttpError): boolean {
  if (status !== undefined) return status >= 400 && status < 500 && status !== 429;
  return outcome === 'unknown' && exitCode === ExitCode.failure;
}
