import type { Context } from '../context.ts';
import { type CliError, usageError } from '../errors.ts';
import { shellWord } from '../lib/text/shell-quote.ts';
import type { Config, StoredCredential, StoredProfile } from './config.ts';
import type { Keyring } from './keyring.ts';
import { checkProfileName } from './names.ts';
import { currentProfile, findProfile, readConfig, requireProfile } from './read-config.ts';
import { deleteSecret, type NewCredential, storeSecret } from './secret.ts';
import { updateConfig } from './write-config.ts';

export { requireProfile } from './read-config.ts';

/** A profile whose secret is not stored yet. Its endpoint is in canonical form. */
export interface NewProfile extends Omit<StoredProfile, 'credential' | 'sandbox'> {
  /** Never sent to another endpoint. */
  readonly credential?: NewCredential | undefined;
}

/** Changes of a profile that keeps its endpoint. */
export interface ProfileChanges {
  readonly project?: string;
  readonly locale?: string;
  /** null: removes the credential. */
  readonly credential?: NewCredential | null;
}

export interface StoreOptions {
  /** Undefined: secrets are stored in the config file. */
  readonly keyring?: Keyring | undefined;
  /** True to replace a profile of the same name. */
  readonly replace?: boolean;
}

/** The outcome for the replaced or removed secret. */
export interface CredentialChange {
  /** False: the keyring may still have it. */
  readonly oldSecretDeleted: boolean;
}

/**
 * Stores a profile. The first one becomes the current profile.
 * @throws CliError exit 2 for a bad name or, without `replace`, one that exists; see {@link updateConfig}
 */
export async function addProfile(
  context: Context,
  profile: NewProfile,
  { keyring, replace = false }: StoreOptions = {},
): Promise<CredentialChange> {
  const name = checkProfileName(profile.name);
  if (!replace && findProfile(readConfig(context), name)) throw exists(name);
  return swapCredential(context, keyring, name, profile.credential, (config, credential) => {
    const before = findProfile(config, name);
    if (before && !replace) throw exists(name);
    const { endpoint, project, locale, user, serverVersion } = profile;
    const added: StoredProfile = { name, endpoint, project, locale, user, serverVersion, credential };
    return {
      ...config,
      current: currentProfile(config)?.name ?? name,
      profiles: before
        ? config.profiles.map((one) => (one === before ? added : one))
        : [...config.profiles, added],
    };
  });
}

/**
 * Changes some values of a profile.
 * @throws CliError exit 2 for an unknown name; see {@link updateConfig}
 */
export async function updateProfile(
  context: Context,
  name: string,
  changes: ProfileChanges,
  { keyring }: StoreOptions = {},
): Promise<CredentialChange> {
  requireProfile(readConfig(context), name);
  const { credential: change, ...rest } = changes;
  return swapCredential(context, keyring, name, change ?? undefined, (config, stored) => {
    const before = requireProfile(config, name);
    const credential = change === undefined ? before.credential : stored;
    const user = change === undefined ? before.user : undefined;
    const after: StoredProfile = { ...before, ...rest, user, credential };
    return { ...config, profiles: config.profiles.map((one) => (one === before ? after : one)) };
  });
}

/**
 * Deletes a profile and its secret. If it was the current profile, no profile is current.
 * @throws CliError exit 2 for an unknown name; see {@link updateConfig}
 */
export async function removeProfile(
  context: Context,
  name: string,
  { keyring }: StoreOptions = {},
): Promise<CredentialChange> {
  requireProfile(readConfig(context), name);
  return swapCredential(context, keyring, name, undefined, (config) => {
    const gone = requireProfile(config, name);
    const { current, ...rest } = config;
    return {
      ...rest,
      ...(current !== gone.name && { current }),
      profiles: config.profiles.filter((one) => one !== gone),
    };
  });
}

/**
 * Makes a profile the current one.
 * @throws CliError exit 2 for an unknown name; see {@link updateConfig}
 */
export async function useProfile(context: Context, name: string): Promise<void> {
  requireProfile(readConfig(context), name);
  await updateConfig(context, (config) => ({ ...config, current: requireProfile(config, name).name }));
}

/**
 * Changes the config file. The new secret is stored before and the old one deleted after, so that the file never names a
 * missing secret.
 */
async function swapCredential(
  context: Context,
  keyring: Keyring | undefined,
  name: string,
  credential: NewCredential | undefined,
  change: (config: Config, stored: StoredCredential | undefined) => Config,
): Promise<CredentialChange> {
  const stored = credential && (await storeSecret(keyring, name, credential));
  let before: StoredCredential | undefined;
  let after: StoredCredential | undefined;
  try {
    await updateConfig(context, (config) => {
      const changed = change(config, stored);
      before = findProfile(config, name)?.credential;
      after = findProfile(changed, name)?.credential;
      return changed;
    });
  } catch (error) {
    await deleteSecret(keyring, stored);
    throw error;
  }
  return { oldSecretDeleted: before === after || (await deleteSecret(keyring, before)) };
}

function exists(name: string): CliError {
  return usageError(
    `a profile "${name}" already exists`,
    `choose another name, or remove it first: appwrite-cli profile remove ${shellWord(name)}`,
  );
}
