import { readApiVersion, readServerVersion, type ServerVersion } from '../api/server-version.ts';
import { type ApiVersion, defaultApiVersion } from '../api/versions.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { ConnectionFlags } from './collect-settings.ts';
import type { StoredProfile } from './config.ts';
import { profileEndpoint } from './credential-endpoint.ts';
import { findFolderProject } from './folder.ts';
import { isProfileNamed, readConfig, selectProfile } from './read-config.ts';
import { fromCommandLine, normalised, type Source, sourced } from './sources.ts';

/** The version of the API that a command speaks. */
export interface ResolvedApiVersion {
  readonly version: ApiVersion;
  /** Undefined for the default: nothing names a version. */
  readonly source: Source | undefined;
  /** The server of the profile that the version comes from. */
  readonly server?: ServerVersion | undefined;
}

/** The flags that decide about the version, as they stand on the line. */
export type VersionFlags = Pick<ConnectionFlags, 'profile' | 'endpoint' | 'apiVersion'>;

/**
 * Resolves the version of the API from the first of these that has it: flag, `APPWRITE_API_VERSION`, the selected
 * profile, the default. The version in a profile is that of the profile's server, so it counts only for this endpoint.
 * Cheap enough for every line: it loads nothing and reads the files of the settings at most.
 * @throws CliError exit 2 for a flag or a variable that names no version; never for files, which are reported by the
 *   commands that need them
 */
export function resolveApiVersion(context: Context, flags: VersionFlags): ResolvedApiVersion {
  const named = fromCommandLine(context.env, flags.apiVersion, '--api-version', 'APPWRITE_API_VERSION');
  if (named) {
    const { value, source } = named;
    return { version: readApiVersion(value, source.detail), source };
  }
  try {
    return versionOfProfile(context, flags) ?? { version: defaultApiVersion, source: undefined };
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return { version: defaultApiVersion, source: undefined };
  }
}

function versionOfProfile(context: Context, flags: VersionFlags): ResolvedApiVersion | undefined {
  const profile = selectProfile(context, readConfig(context), flags.profile);
  const server = readServerVersion(profile?.serverVersion);
  if (!profile || !server) return undefined;
  const other = endpointBeforeProfile(context, flags);
  if (other !== undefined && other !== profileEndpoint(profile)) return undefined;
  return { version: server.api, source: { from: 'profile', detail: `profile "${profile.name}"` }, server };
}

/** The endpoint of the sources that go before a profile, in canonical form. */
function endpointBeforeProfile(context: Context, { endpoint, profile }: VersionFlags): string | undefined {
  const given = fromCommandLine(context.env, endpoint, '--endpoint', 'APPWRITE_ENDPOINT');
  const isNamed = isProfileNamed(context.env, profile);
  if (given && (given.source.from === 'flag' || !isNamed)) return normalised(given)?.value;
  if (isNamed) return undefined;
  const file = findFolderProject(context).found;
  return file && normalised(sourced('appwrite.json', file.path, file.endpoint))?.value;
}

/**
 * Returns the selected profile if it is for this endpoint: only then the version of the server there belongs to it.
 * @param name from the flag
 * @param endpoint in canonical form
 * @returns undefined too if the config file can't be used, which is reported by commands that need it
 */
export function profileOfEndpoint(
  context: Context,
  name: string | undefined,
  endpoint: string,
): StoredProfile | undefined {
  try {
    const profile = selectProfile(context, readConfig(context), name);
    return profile && profileEndpoint(profile) === endpoint ? profile : undefined;
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}

/** True if a flag or a variable names the version, so that no profile decides about it. */
export function isNamed({ source }: ResolvedApiVersion): boolean {
  return source !== undefined && source.from !== 'profile';
}

/** Returns the way to speak another version than the one in use, if no profile decides about it. */
export function wayToSpeak(version: ApiVersion, { source }: ResolvedApiVersion): string {
  const flag = `pass --api-version ${version}`;
  return source?.from === 'flag' ? flag : `set APPWRITE_API_VERSION=${version} or ${flag}`;
}
