import { type ApiVersion, defaultApiVersion } from '../api/versions.ts';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import type { ConnectionFlags } from './collect-settings.ts';
import { profileEndpoint } from './credential-endpoint.ts';
import { findFolderProject } from './folder.ts';
import { readConfig, selectProfile } from './read-config.ts';
import { readApiVersion, readServerVersion } from './server-version.ts';
import { fromCommandLine, normalised, type Source, sourced } from './sources.ts';

/** The version of the API that a command speaks. */
export interface ResolvedApiVersion {
  readonly version: ApiVersion;
  /** Undefined for the default: nothing names a version. */
  readonly source: Source | undefined;
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
  return { version: server.api, source: { from: 'profile', detail: `profile "${profile.name}"` } };
}

/** The endpoint of the sources that go before a profile, in canonical form. */
function endpointBeforeProfile(context: Context, { endpoint }: VersionFlags): string | undefined {
  const named = fromCommandLine(context.env, endpoint, '--endpoint', 'APPWRITE_ENDPOINT');
  if (named) return normalised(named)?.value;
  const file = findFolderProject(context).found;
  return file && normalised(sourced('appwrite.json', file.path, file.endpoint))?.value;
}
