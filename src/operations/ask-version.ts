import { health } from '../api/console/health.ts';
import { type Credentials, operationOf } from '../api/schema.ts';
import { readServerVersion, type ServerVersion } from '../api/server-version.ts';
import type { Services } from '../core/services.ts';
import { HttpError } from '../http/failure.ts';
import { members } from '../lib/json/slices.ts';
import { buildRequest } from './request.ts';

export const getVersion = operationOf(health, 'get-version');

/**
 * Asks a server for its version: as a guest, since it refuses to tell it to an API key. A refusal names the version too.
 * @param auth the credentials whose endpoint is asked
 * @returns undefined if the server does not report one
 */
export async function askVersion(auth: Credentials, services: Services): Promise<ServerVersion | undefined> {
  const { endpoint } = (await services.resolve(auth)).connection;
  const guest = { endpoint, project: undefined, locale: undefined, credential: undefined };
  const client = await services.client(guest);
  try {
    const { text } = await client.text({ ...buildRequest(getVersion, {}), expects: 'json' });
    return readServerVersion(JSON.parse(members(text).get('version') ?? 'null'));
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return readServerVersion(error.serverVersion);
  }
}
