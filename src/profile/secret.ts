import type { Context } from '../context.ts';
import { CliError, ExitCode } from '../errors.ts';
import type { StoredCredential, StoredKind, StoredProfile } from './config.ts';
import type { Keyring } from './keyring.ts';

/** A credential as it comes from the user or the server, before it is stored. */
export interface NewCredential {
  readonly kind: StoredKind;
  readonly secret: string;
}

/**
 * Finds a home for a secret: the keyring where there is one that answers, else the config file.
 * @param profile whose secret it is; the keyring's own window shows it
 * @returns what the config file is to hold
 */
export async function storeSecret(
  keyring: Keyring | undefined,
  profile: string,
  { kind, secret }: NewCredential,
): Promise<StoredCredential> {
  // A name of its own, so that no other profile, also of another config folder, can overwrite it.
  const account = `${profile} ${crypto.randomUUID()}`;
  try {
    if (keyring) {
      await keyring.set(account, secret);
      return { kind, store: 'keyring', account };
    }
  } catch {
    // A keyring that doesn't answer has had its time.
  }
  return { kind, store: 'file', secret };
}

/**
 * Reads the secret of a profile from the store that holds it.
 * @throws CliError exit 3 where that is the keyring, and it doesn't have it or doesn't answer
 */
export async function readSecret(
  profile: StoredProfile,
  credential: StoredCredential,
  keyring: Keyring | undefined,
): Promise<string> {
  if (credential.store === 'file') return credential.secret;
  if (!keyring) throw locked(profile, 'which is asked only at a terminal, outside CI');
  const secret = await keyring.get(credential.account).catch(() => {
    throw locked(profile, 'which does not answer');
  });
  if (secret === undefined) throw locked(profile, 'which no longer has it');
  return secret;
}

/**
 * Removes a secret from the keyring. One in the config file goes with its profile.
 * @returns whether it is gone
 */
export async function forgetSecret(
  keyring: Keyring | undefined,
  credential: StoredCredential | undefined,
): Promise<boolean> {
  if (credential?.store !== 'keyring') return true;
  if (!keyring) return false;
  return keyring.delete(credential.account).then(
    () => true,
    () => false,
  );
}

function locked({ name }: StoredProfile, why: string): CliError {
  return new CliError(ExitCode.auth, `the secret of profile "${name}" is in the system keyring, ${why}`, {
    hint: 'unlock the keyring, set APPWRITE_API_KEY, or log in again: appwrite-cli login',
  });
}

/** The keyring of this machine; its module is loaded only where a secret may be in it. */
export async function loadKeyring(context: Context): Promise<Keyring | undefined> {
  return (await import('./keyring.ts')).systemKeyring(context);
}
