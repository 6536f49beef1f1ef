import type { Services } from '../core/services.ts';
import { CliError, ExitCode } from '../errors.ts';
import type { Output } from '../output/types.ts';
import type { StoredProfile } from '../profile/config.ts';
import type { Keyring } from '../profile/keyring.ts';
import { readSecret } from '../profile/secret.ts';
import { signOut } from './session.ts';

/**
 * A way to end the session that a profile holds now, to be gone after another has taken its place: else it would stay
 * open on the server, and nobody would know. Where it can't be ended, a warning says so.
 * @returns undefined where the profile holds no session
 */
export async function prepareSignOut(
  services: Services,
  profile: StoredProfile,
  keyring: Keyring | undefined,
): Promise<(() => Promise<void>) | undefined> {
  const { credential, endpoint, name } = profile;
  if (credential?.kind !== 'console') return undefined;
  const { output } = services;
  // Read while it is still there.
  const secret = await readSecret(profile, credential, keyring).catch(() => undefined);
  return async () => {
    try {
      if (secret === undefined)
        throw new CliError(ExitCode.auth, 'the system keyring did not give its secret');
      await signOut(services, endpoint, secret);
      output.note(`The session that ${name} had was ended.`);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      output.warn(`the session that ${name} had may still be open: ${error.message}`);
      output.note('The console lists it under Account, Sessions.');
    }
  };
}

/** Says that a secret which was to be forgotten may still lie in the system keyring. */
export function warnSecretLeftInKeyring(output: Output, profile: string): void {
  output.warn(`the system keyring did not answer and may still hold the earlier secret of ${profile}`);
}
