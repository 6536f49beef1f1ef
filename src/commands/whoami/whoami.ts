import { keyOrUser } from '../../api/vocabulary.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, drawnResult, textResult } from '../../core/spec.ts';
import { toCurl } from '../../http/curl.ts';
import { profileOfEndpoint } from '../../profile/api-version.ts';
import { credentialNames, maskSecret } from '../../profile/credential.ts';
import { type Overridden, overriddenValues } from '../../profile/overridden.ts';
import { nameSource } from '../../profile/read-config.ts';
import type { Resolved } from '../../profile/resolve.ts';
import type { Source, SourcedValue } from '../../profile/sources.ts';
import { drawSettings, type Line } from './draw.ts';
import { identify, identifyingRequest, type User } from './identify.ts';

interface Identity {
  /** Undefined for an API key. */
  readonly user: User | undefined;
  readonly resolved: Resolved;
  readonly overridden: Overridden;
}

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
  const identity = { user, resolved, overridden: overriddenOf(resolved, services) };
  return drawnResult(JSON.stringify(asData(identity, services)), (screen) =>
    drawSettings(asLines(identity, services), screen),
  );
}

function overriddenOf(resolved: Resolved, { context, globals, apiVersion }: Services): Overridden {
  const { version, source } = apiVersion;
  const spoken = source && { value: version, source };
  return overriddenValues(context, globals, { resolved, apiVersion: spoken });
}

function asData({ user, resolved, overridden }: Identity, services: Services) {
  const { connection, sources, profile } = resolved;
  const { endpoint, project, locale, credential } = connection;
  const { version, source } = services.apiVersion;
  const asJson = (value: string | undefined, from: Source | undefined, instead: readonly SourcedValue[]) =>
    value === undefined ? null : { value, source: from?.detail, overrides: instead.map(plain) };
  return {
    user: user ?? null,
    credential: {
      kind: credential!.kind,
      source: sources.credential?.detail,
      overrides: overridden.credential.map(({ value, source: { detail } }) => ({
        kind: value,
        source: detail,
      })),
    },
    endpoint: asJson(endpoint, sources.endpoint, overridden.endpoint),
    project: asJson(project, sources.project, overridden.project),
    locale: asJson(locale, sources.locale, overridden.locale),
    profile: profile ?? null,
    profileSource: profile === undefined ? null : profileSource(services),
    apiVersion: {
      value: version,
      source: source?.detail ?? 'default',
      overrides: overridden.apiVersion.map(plain),
    },
    serverVersion: storedVersion(endpoint, services) ?? null,
  };
}

const plain = ({ value, source }: SourcedValue) => ({ value, source: source.detail });

/** Returns what selects the profile: a flag, a variable, or its being the current one. */
const profileSource = ({ context, globals }: Services) =>
  nameSource(context.env, globals.profile) ?? 'current';

/** Returns the version of the server that the profile has stored. */
function storedVersion(endpoint: string, { context, globals }: Services): string | undefined {
  return profileOfEndpoint(context, globals.profile, endpoint)?.serverVersion;
}

function asLines({ user, resolved, overridden }: Identity, services: Services): Line[] {
  const { connection, sources } = resolved;
  const { kind, secret } = connection.credential!;
  const { version, source } = services.apiVersion;
  const stored = storedVersion(connection.endpoint, services);
  const named = user && (user.name ? `${user.name} <${user.email}>` : user.email || user.id);
  const from = (used: Source | undefined, instead: readonly SourcedValue[]) =>
    used && [origin(used, services), ...instead.map(overriding)].join('; ');
  const shown = kind === 'key' ? `API key ${maskSecret(secret)}` : credentialNames[kind];
  return [
    ...(named === undefined ? [] : [['user', named, undefined] as const]),
    ['credential', shown, credentialFrom(sources.credential, overridden.credential, services)],
    ['endpoint', connection.endpoint, from(sources.endpoint, overridden.endpoint)],
    ['project', connection.project ?? 'none', from(sources.project, overridden.project)],
    ['locale', connection.locale ?? 'none', from(sources.locale, overridden.locale)],
    [
      'version',
      stored === undefined ? version : `${version} (the server is ${stored})`,
      from(source, overridden.apiVersion) ?? 'the default',
    ],
  ];
}

/** Returns the name of a source, for a profile with what selects it. */
function origin({ from, detail }: Source, services: Services): string {
  const selected = from === 'profile' ? profileSource(services) : 'current';
  return selected === 'current' ? detail : `${detail} (${selected})`;
}

const overriding = ({ value, source }: SourcedValue) => `${source.detail} says ${value}`;

/** Names the credentials that are not sent without their values, which are secrets. */
function credentialFrom(
  used: Source | undefined,
  instead: readonly SourcedValue[],
  services: Services,
): string | undefined {
  if (!used) return undefined;
  const unused = instead.map(({ value, source }) => {
    const name = credentialNames[value as keyof typeof credentialNames];
    return `${source.detail} has ${/^[aeiou]/i.test(name) ? 'an' : 'a'} ${name}`;
  });
  return [origin(used, services), ...unused].join('; ');
}
