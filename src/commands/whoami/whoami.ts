import { keyOrUser } from '../../api/vocabulary.ts';
import { isHumanOutput } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonResult, textResult } from '../../core/spec.ts';
import { toCurl } from '../../http/curl.ts';
import type { Credential } from '../../http/types.ts';
import { profileOfEndpoint } from '../../profile/api-version.ts';
import { credentialNames, maskSecret } from '../../profile/credential.ts';
import type { Resolved } from '../../profile/resolve.ts';
import { identify, identifyingRequest, type User } from './identify.ts';

/**
 * Shows the user of the credential according to the server.
 * @throws CliError exit 3 without a credential, or if it is no longer valid
 */
export async function showWhoIsLoggedIn(services: Services): Promise<CommandResult> {
  const resolved = await services.resolve(keyOrUser, { project: 'optional' });
  if (services.globals.dryRun) {
    const [request, connection] = identifyingRequest(resolved.connection);
    return textResult(toCurl(request, connection, services.globals));
  }
  const user = await identify(services, resolved);
  const credential = resolved.connection.credential!;
  if (isHumanOutput(services.globals)) {
    return textResult(asText(asLines(user, credential, resolved, services)));
  }
  return jsonResult(asData(user, credential, resolved, services));
}

function asData(
  user: User | undefined,
  { kind }: Credential,
  { connection, sources, profile }: Resolved,
  services: Services,
) {
  const { endpoint, project } = connection;
  const { version, source } = services.apiVersion;
  return {
    user: user ?? null,
    credential: { kind, source: sources.credential?.detail },
    endpoint: { value: endpoint, source: sources.endpoint?.detail },
    project: project === undefined ? null : { value: project, source: sources.project?.detail },
    profile: profile ?? null,
    apiVersion: { value: version, source: source?.detail ?? 'default' },
    serverVersion: storedVersion(endpoint, services) ?? null,
  };
}

/** Returns the version of the server that the profile has stored. */
function storedVersion(endpoint: string, { context, globals }: Services): string | undefined {
  return profileOfEndpoint(context, globals.profile, endpoint)?.serverVersion;
}

/** A line of the text output. */
type Line = readonly [what: string, value: string, from: string | undefined];

function asLines(
  user: User | undefined,
  { kind, secret }: Credential,
  { connection, sources }: Resolved,
  services: Services,
): Line[] {
  const { version, source } = services.apiVersion;
  const stored = storedVersion(connection.endpoint, services);
  const named = user && (user.name ? `${user.name} <${user.email}>` : user.email || user.id);
  return [
    ['who', named ?? `API key ${maskSecret(secret)}`, sources.credential?.detail],
    ...(user ? [['by', credentialNames[kind], sources.credential?.detail] as const] : []),
    ['endpoint', connection.endpoint, sources.endpoint?.detail],
    ['project', connection.project ?? 'none', sources.project?.detail],
    [
      'version',
      stored === undefined ? version : `${version} (the server is ${stored})`,
      source?.detail ?? 'the default',
    ],
  ];
}

function asText(rows: readonly Line[]): string {
  const width = Math.max(...rows.map(([, value]) => value.length));
  return rows
    .map(([what, value, from]) => {
      const line = `${what.padEnd(10)}${value}`;
      return from === undefined ? line : `${line.padEnd(10 + width)}  from ${from}`;
    })
    .join('\n');
}
