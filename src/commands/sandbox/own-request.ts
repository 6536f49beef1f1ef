/** Requests that only a sandbox answers. */
import { key } from '../../api/vocabulary.ts';
import { usageError } from '../../errors.ts';
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
    if (!(error instanceof HttpError && error.type === 'general_route_not_found')) throw error;
    throw usageError(
      `${client.connection.endpoint} is no sandbox of this version: ${purpose}`,
      'start one with appwrite-cli sandbox start, and use the variables that it prints',
    );
  }
}
