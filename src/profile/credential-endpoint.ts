/** Rules that keep credentials and other secrets from being sent to an endpoint that they do not belong to. */

import { CliError, ExitCode } from '../errors.ts';
import type { StoredProfile } from './config.ts';
import { normaliseEndpoint } from './endpoint.ts';
import type { SourcedValue } from './sources.ts';

/** Returns the endpoint of a profile in canonical form. */
export function profileEndpoint(profile: StoredProfile): string {
  return normaliseEndpoint(profile.endpoint, `profile "${profile.name}"`);
}

/**
 * Returns the error if a credential of the environment must not be sent to an endpoint: the `appwrite.json` of a
 * repository could name any server, so another source has to confirm the endpoint.
 * @param profile the selected profile, which confirms the endpoint if it has the same
 */
export function refuseEnvironment(
  variable: string,
  endpoint: SourcedValue,
  profile: StoredProfile | undefined,
): CliError | undefined {
  return refuseUnvouched(variable, endpoint, () => profile);
}

/**
 * Returns the check for requests that carry a secret of their own: a password to sign in with, the secret of a recovery,
 * a one-time password. It is the same as for a credential of the environment. It is made when such a request is sent:
 * others need no profile.
 * @param selectedProfile reads the selected profile
 */
export function refuseSecretsTo(
  endpoint: SourcedValue | undefined,
  selectedProfile: () => StoredProfile | undefined,
): ((what: string) => CliError | undefined) | undefined {
  if (endpoint?.source.from !== 'appwrite.json') return undefined;
  return (what) => refuseUnvouched(what, endpoint, selectedProfile);
}

function refuseUnvouched(
  what: string,
  endpoint: SourcedValue,
  selectedProfile: () => StoredProfile | undefined,
): CliError | undefined {
  if (endpoint.source.from !== 'appwrite.json') return undefined;
  const profile = selectedProfile();
  if (profile && profileEndpoint(profile) === endpoint.value) return undefined;
  return new CliError(
    ExitCode.auth,
    `${what} is not sent to ${endpoint.value}: only ${endpoint.source.detail} names that endpoint`,
    { hint: `if it belongs there, set APPWRITE_ENDPOINT=${endpoint.value} or pass --endpoint` },
  );
}

/** Returns the error if the credential of a profile was stored for another endpoint. */
export function refuseStored(profile: StoredProfile, endpoint: SourcedValue): CliError | undefined {
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
