import type { Services } from '../core/services.ts';
import { CliError, ExitCode } from '../errors.ts';
import type { Output } from '../output/types.ts';
import type { StoredProfile } from '../profile/config.ts';
import type { Keyring } from '../profile/keyring.ts';
import { readSecret } from '../profile/secret.ts';
import { signOut } from './session.ts';

/**
 * Returns a function that ends the current session of a profile, to be called after the profile has been replaced or
 * removed: otherwise the session would stay open on the server unnoticed. It warns if the session can't be ended.
 * @returns undefined if the profile has no session
 */
export async function prepareSignOut(
  services: Services,
  profile: StoredProfile,
  keyring: Keyring | undefined,
): Promise<(() => Promise<void>) | undefined> {
  const { credential, endpoint, name } = profile;
  if (credential?.kind !== 'console') return undefined;
  const { output } = services;
  // Read before the profile is changed.
  const secret = await readSecret(profile, credential, keyring).catch(() => undefined);
  return async () => {
    try {
      if (secret === undefined)
        throw new CliError(ExitCode.auth, 'the system keyring did not give its secret');
      await signOut(services, endpoint, secret);
      output.note(`Ended the previous session of profile ${name}.`);
    } catch (error) {
      if (!(error instanceof CliError)) throw error;
      output.warn(`the previous session of profile ${name} may still be open: ${error.message}`);
      output.note('end it in the console, under Account, Sessions');
    }
  };
}

/** Warns that the system keyring may still hold a secret that should have been deleted. */
export function warnSecretLeftInKeyring(output: Output, profile: string): void {
  output.warn(`the system keyring did not answer and may still hold the earlier secret of ${profile}`);
}
