import { keyOrUser } from '../../api/schema.ts';
import type { Runtime } from '../../command/runtime.ts';
import type { Outcome } from '../../command/spec.ts';
import { toCurl } from '../../http/curl.ts';
import type { Credential } from '../../http/types.ts';
import { maskSecret } from '../../profile/mask.ts';
import type { Resolved } from '../../profile/resolve.ts';
import { isForPeople } from '../for-people.ts';
import { credentialNames } from '../profile/credential-names.ts';
import { identify, identifyingRequest, type User } from './identify.ts';

/**
 * Tells who is logged in, as the server sees it.
 * @throws CliError exit 3 where it is nobody, or nobody any more
 */
export async function showWhoIsLoggedIn(runtime: Runtime): Promise<Outcome> {
  const resolved = await runtime.resolve(keyOrUser, 'wanted');
  if (runtime.globals.dryRun) {
    const [request, connection] = identifyingRequest(resolved.connection);
    return { result: { kind: 'text', text: toCurl(request, connection, runtime.globals) } };
  }
  const user = await identify(runtime, resolved);
  const credential = resolved.connection.credential!;
  if (!isForPeople(runtime.globals)) {
    return { result: { kind: 'json', text: JSON.stringify(asData(user, credential, resolved)), view: {} } };
  }
  const view = { items: 'values', columns: ['what', 'value', 'from'] };
  return {
    result: { kind: 'json', text: JSON.stringify({ values: asRows(user, credential, resolved) }), view },
  };
}

function asData(user: User | undefined, { kind }: Credential, { connection, sources, profile }: Resolved) {
  const { endpoint, project } = connection;
  return {
    user: user ?? null,
    credential: { kind, source: sources.credential?.detail },
    endpoint: { value: endpoint, source: sources.endpoint?.detail },
    project: project === undefined ? null : { value: project, source: sources.project?.detail },
    profile: profile ?? null,
  };
}

function asRows(user: User | undefined, { kind, secret }: Credential, { connection, sources }: Resolved) {
  const named = user && (user.name ? `${user.name} <${user.email}>` : user.email || user.id);
  return [
    { what: 'who', value: named ?? `API key ${maskSecret(secret)}`, from: sources.credential?.detail },
    ...(user ? [{ what: 'by', value: credentialNames[kind], from: sources.credential?.detail }] : []),
    { what: 'endpoint', value: connection.endpoint, from: sources.endpoint?.detail },
    { what: 'project', value: connection.project ?? 'none', from: sources.project?.detail ?? '' },
  ];
}
