import { type Account, readAccount, readMembers } from '../../console/api.ts';
import { account, consoleConnection, oneDatabase } from '../../console/requests.ts';
import { accountOf, consoleOfSession } from '../../console/session.ts';
import { verifyKey } from '../../console/verify-key.ts';
import type { Services } from '../../core/services.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { ApiRequest, Connection } from '../../http/types.ts';
import type { Resolved } from '../../profile/resolve.ts';

export type User = Account;

/**
 * Asks the server for the user of a credential.
 * @returns undefined for an API key, which belongs to no user
 * @throws CliError exit 3 if the server does not know the credential, or a project is missing
 */
export async function identify(
  services: Services,
  { connection, profile }: Resolved,
): Promise<User | undefined> {
  const { endpoint, project, credential } = connection;
  // Whoever resolves for credentials has one.
  const { kind, secret } = credential!;
  if (kind === 'console') return accountOf(await consoleOfSession(services, endpoint, secret), profile);
  if (project === undefined) {
    throw new CliError(ExitCode.auth, 'no project is set, and this credential belongs to one', {
      hint: 'set APPWRITE_PROJECT_ID or add --project',
    });
  }
  if (kind === 'key') {
    await verifyKey(services, { endpoint, project, secret });
    return undefined;
  }
  const client = await services.client(connection);
  return readAccount(readMembers((await client.text(account)).text));
}

/** Returns the request that {@link identify} sends, for a dry run. */
export function identifyingRequest(connection: Connection): [ApiRequest, Connection] {
  const { credential, endpoint, project = 'PROJECT_ID' } = connection;
  if (credential?.kind === 'console') return [account, consoleConnection(endpoint, credential.secret)];
  return [credential?.kind === 'key' ? oneDatabase : account, { ...connection, project }];
}
