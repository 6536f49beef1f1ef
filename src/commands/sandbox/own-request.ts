/** Requests that only a sandbox answers. */
import { key } from '../../api/vocabulary.ts';
import { type CliError, usageError } from '../../errors.ts';
import { HttpError } from '../../http/failure.ts';
import type { ApiRequest, Client } from '../../http/types.ts';

/** Credentials that the sandbox's own operations take. */
export const ownCredentials = key;

/**
 * Asks a running sandbox.
 * @param purpose what only a sandbox can do, for the error: `only a sandbox has an outbox`
 * @returns the JSON text of the answer
 * @throws CliError exit 2 if the server is no sandbox; HttpError for other failures
 */
export async function askSandbox(client: Client, request: ApiRequest, purpose: string): Promise<string> {
  try {
    return (await client.text({ ...request, expects: 'json' })).text;
  } catch (error) {
    throw isMissingRoute(error) ? notSandbox(client.connection.endpoint, purpose) : error;
  }
}

/** @param purpose as of {@link askSandbox} */
export const notSandbox = (endpoint: string, purpose: string): CliError =>
  usageError(
    `${endpoint} is no sandbox of this version: ${purpose}`,
    'start one with appwrite-cli sandbox start, and use the variables that it prints',
  );

/** True for the answer of an Appwrite that lacks the operation, and for a 404 of another server. */
const isMissingRoute = (error: unknown) =>
  error instanceof HttpError &&
  error.status === 404 &&
  (error.type === undefined || error.type === 'general_route_not_found');
