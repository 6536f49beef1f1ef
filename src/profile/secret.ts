import type { Context } from '../context.ts';
import { CliError, ExitCode } from '../errors.ts';
import type { StoredCredential, StoredKind, StoredProfile } from './config.ts';
import type { Keyring } from './keyring.ts';

/** A credential that is not stored yet. */
export interface NewCredential {
  readonly kind: StoredKind;
  readonly secret: string;
}

/**
 * Stores a secret in the keyring if that answers.
 * @param profile name of the profile; the keyring's own window shows it
 * @returns the credential for the config file, with the secret if the keyring does not have it
 */
export async function storeSecret(
  keyring: Keyring | undefined,
  profile: string,
  { kind, secret }: NewCredential,
): Promise<StoredCredential> {
  // A unique name, so that no other profile can overwrite the entry, not even one of another config folder.
  const account = `${profile} ${crypto.randomUUID()}`;
  try {
    if (keyring) {
      await keyring.set(account, secret);
      return { kind, store: 'keyring', account };
    }
  } catch {
    // The config file stores the secret if the keyring does not answer.
  }
  return { kind, store: 'file', secret };
}

/**
 * Reads the secret of a profile from its store.
 * @throws CliError exit 3 if the keyring does not have it or does not answer
 */
export async function readSecret(
  profile: StoredProfile,
  credential: StoredCredential,
  keyring: Keyring | undefined,
): Promise<string> {
  if (credential.store === 'file') return credential.secret;
  if (!keyring) throw locked(profile, (await import('./keyring.ts')).keyringCondition);
  const secret = await keyring.get(credential.account).catch(() => {
    throw locked(profile, 'which does not answer');
  });
  if (secret === undefined) throw locked(profile, 'which no longer has it');
  return secret;
}

/**
 * Deletes a secret from the keyring. A secret in the config file is deleted with its credential.
 * @returns false if the keyring may still have it
 */
export async function deleteSecret(
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

/** Loads the system keyring. Its module starts child processes, so only commands that need a secret load it. */
export async function loadKeyring(context: Context): Promise<Keyring | undefined> {
  return (await import('./keyring.ts')).systemKeyring(context);
}
