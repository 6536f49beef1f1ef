import { keyOrUser } from '../../api/vocabulary.ts';
import type { Services } from '../../core/services.ts';
import { credentialNames } from '../../profile/credential.ts';
import { type Resolved, resolveConnection } from '../../profile/resolve.ts';
import { identify } from '../whoami/identify.ts';
import { type Check, failed, pass, skip, warn } from './check.ts';
import { checkScopes } from './scopes.ts';

/**
 * Checks the credential, its scopes and contradictions between the sources of the settings.
 * @param reached true if the server answers
 */
export async function checkCredential(services: Services, reached: boolean): Promise<Check[]> {
  const { context, globals } = services;
  try {
    const resolved = await resolveConnection(context, globals, { project: 'optional', auth: keyOrUser });
    const sources = resolved.warnings.map((warning) => warn('sources', warning, showSources));
    return [...sources, ...(reached ? await tryCredential(services, resolved) : [untried, scopesUntried])];
  } catch (error) {
    return [failed('credential', error), scopesUntried];
  }
}

async function tryCredential(services: Services, resolved: Resolved): Promise<Check[]> {
  try {
    const user = await identify(services, resolved);
    const { kind } = resolved.connection.credential!;
    const whose = user ? ` of ${user.email || user.name || user.id}` : '';
    const from = resolved.sources.credential?.detail;
    const known = pass('credential', `${credentialNames[kind]}${whose}, from ${from}`);
    return [known, ...(await tryScopes(services, resolved))];
  } catch (error) {
    return [failed('credential', error), scopesUntried];
  }
}

async function tryScopes(services: Services, { connection }: Resolved): Promise<Check[]> {
  const { kind } = connection.credential!;
  if (kind === 'console') return [pass('scopes', 'a console session has every scope')];
  if (kind !== 'key') return [skip('scopes', `do not apply to a ${credentialNames[kind]}`)];
  const client = await services.client(connection, { retries: 0 });
  const scopes = await checkScopes(client, services.apiVersion.version);
  const { checkPush } = await import('./push.ts');
  const push = await checkPush(client, services);
  return push.status === 'skip' ? [scopes] : [scopes, push];
}

const showSources = 'appwrite-cli whoami shows where each value comes from';
const untried = skip('credential', 'not tried');
const scopesUntried = skip('scopes', 'not tried');
