/** A credential belongs to an endpoint: here it is decided where one may not go. */

import { CliError, ExitCode } from '../errors.ts';
import type { StoredProfile } from './config.ts';
import { normaliseEndpoint } from './endpoint.ts';
import type { Found } from './sources.ts';

/** The endpoint of a profile in its one form. */
export function profileEndpoint(profile: StoredProfile): string {
  return normaliseEndpoint(profile.endpoint, `profile "${profile.name}"`);
}

/**
 * Why a credential of the environment must not be sent to an endpoint: a repository's `appwrite.json` could name any
 * server, so it takes somebody else to vouch for it.
 * @param profile the selected one, which may vouch
 */
export function refuseEnvironment(
  variable: string,
  endpoint: Found,
  profile: StoredProfile | undefined,
): CliError | undefined {
  if (endpoint.source.from !== 'appwrite.json') return undefined;
  if (profile && profileEndpoint(profile) === endpoint.value) return undefined;
  return new CliError(
    ExitCode.auth,
    `${variable} is not sent to ${endpoint.value}: nothing but ${endpoint.source.detail} names that endpoint`,
    { hint: `if that is where it belongs, set APPWRITE_ENDPOINT=${endpoint.value} or pass --endpoint` },
  );
}

/** Why the credential of a profile must not be sent to an endpoint: it was stored for another. */
export function refuseStored(profile: StoredProfile, endpoint: Found): CliError | undefined {
  const home = profileEndpoint(profile);
  if (home === endpoint.value) return undefined;
  return new CliError(
    ExitCode.auth,
    `the credential of profile "${profile.name}" belongs to ${home} and is not sent to ${endpoint.value} (from ${endpoint.source.detail})`,
    {
      hint: `set APPWRITE_ENDPOINT=${home} or pass --endpoint to go there; for ${endpoint.value} set APPWRITE_ENDPOINT and APPWRITE_API_KEY, or run appwrite-cli login`,
    },
  );
}
