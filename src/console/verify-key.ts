import type { Services } from '../core/services.ts';
import { CliError, ExitCode } from '../errors.ts';
import { missingScope } from '../http/response-error.ts';
import type { Connection } from '../http/types.ts';
import { oneDatabase, spokenVersion } from './requests.ts';

export interface KeyOfProject {
  readonly endpoint: string;
  readonly project: string;
  readonly secret: string;
}

/** Returns the connection that {@link verifyKey} uses. */
export function connectionOf({ endpoint, project, secret }: KeyOfProject): Connection {
  const credential = { kind: 'key', secret } as const;
  return { endpoint, project, locale: undefined, apiVersion: spokenVersion, credential };
}

/**
 * Verifies that the server knows an API key, regardless of its scopes.
 * @throws CliError exit 3 for an unknown key, exit 4 for an unknown project
 */
export async function verifyKey(
  services: Services,
  { endpoint, project, secret }: KeyOfProject,
): Promise<void> {
  const client = await services.client(connectionOf({ endpoint, project, secret }));
  try {
    await client.text(oneDatabase);
  } catch (error) {
    if (!(error instanceof CliError) || error.status !== 401) throw error;
    const missing = missingScope(error.message);
    if (missing?.role === 'applications') return;
    // Servers from 1.6 answer an unknown key with `user_unauthorized`, without role and scope.
    if (missing === undefined && error.type !== 'user_unauthorized') throw error;
    throw new CliError(ExitCode.auth, `the server does not know this API key of the project ${project}`, {
      hint: 'copy the whole key from the console: the project, Overview, API keys',
      status: error.status,
      type: error.type,
      cause: error,
    });
  }
}
