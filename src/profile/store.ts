import type { Context } from '../context.ts';
import { type CliError, usageError } from '../errors.ts';
import type { Config, StoredCredential, StoredProfile } from './config.ts';
import type { Keyring } from './keyring.ts';
import { checkProfileName } from './names.ts';
import { currentProfile, findProfile, readConfig, requireProfile } from './read-config.ts';
import { forgetSecret, type NewCredential, storeSecret } from './secret.ts';
import { updateConfig } from './write-config.ts';

export { requireProfile } from './read-config.ts';

/** A profile to be kept. */
export interface NewProfile {
  readonly name: string;
  /** Normalised. The credential is never sent anywhere else. */
  readonly endpoint: string;
  readonly project?: string | undefined;
  readonly locale?: string | undefined;
  /** The e-mail address of whose session it is. */
  readonly user?: string | undefined;
  readonly credential?: NewCredential | undefined;
}

/** What may change in a profile that stays at its endpoint. */
export interface ProfileChanges {
  readonly project?: string;
  readonly locale?: string;
  /** null: the profile is logged out. */
  readonly credential?: NewCredential | null;
}

export interface StoreOptions {
  /** Absent: secrets go to the config file. */
  readonly keyring?: Keyring | undefined;
  /** A profile of the same name may be replaced. */
  readonly replace?: boolean;
}

/** What happened to the secret that was there before. */
export interface Forgotten {
  /** False: the keyring still has it. */
  readonly forgotten: boolean;
}

/**
 * Keeps a profile. The first becomes the current one.
 * @throws CliError exit 2 for a bad name or, without `replace`, one that exists; see {@link updateConfig}
 */
export async function addProfile(
  context: Context,
  profile: NewProfile,
  { keyring, replace = false }: StoreOptions = {},
): Promise<Forgotten> {
  const name = checkProfileName(profile.name);
  if (!replace && findProfile(readConfig(context), name)) throw exists(name);
  return swapCredential(context, keyring, name, profile.credential, (config, credential) => {
    const before = findProfile(config, name);
    if (before && !replace) throw exists(name);
    const { endpoint, project, locale, user } = profile;
    const added: StoredProfile = { name, endpoint, project, locale, user, credential };
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
 * Changes what is named in `changes` and keeps the rest.
 * @throws CliError exit 2 for an unknown name; see {@link updateConfig}
 */
export async function updateProfile(
  context: Context,
  name: string,
  changes: ProfileChanges,
  { keyring }: StoreOptions = {},
): Promise<Forgotten> {
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
 * Forgets a profile and its secret. Where it was the current one, none is current.
 * @throws CliError exit 2 for an unknown name; see {@link updateConfig}
 */
export async function removeProfile(
  context: Context,
  name: string,
  { keyring }: StoreOptions = {},
): Promise<Forgotten> {
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
 * Changes the config, with a new secret stored before and the secret it displaces forgotten after, so that at no time
 * the config names a secret that isn't there.
 */
async function swapCredential(
  context: Context,
  keyring: Keyring | undefined,
  name: string,
  credential: NewCredential | undefined,
  change: (config: Config, stored: StoredCredential | undefined) => Config,
): Promise<Forgotten> {
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
    await forgetSecret(keyring, stored);
    throw error;
  }
  return { forgotten: before === after || (await forgetSecret(keyring, before)) };
}

function exists(name: string): CliError {
  return usageError(
    `a profile "${name}" already exists`,
    `choose another name, or remove it first: appwrite-cli profile remove ${name}`,
  );
}
