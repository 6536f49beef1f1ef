/** Profiles of sandboxes: each lasts as long as the process of its sandbox. */
import type { Context } from '../context.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import { isRunning, thisProcess } from '../lib/process/identity.ts';
import { shellWord } from '../lib/text/shell-quote.ts';
import type { Config, StoredProfile } from './config.ts';
import { checkProfileName } from './names.ts';
import { currentProfile, findProfile, readConfig } from './read-config.ts';

/** True if the profile is that of a sandbox whose process has ended without removing it, as after a kill. */
export function isLeftOver({ sandbox }: StoredProfile): boolean {
  return sandbox !== undefined && !isRunning(sandbox);
}

/** Returns the error for a profile whose sandbox has ended: exit 6, as for a server that refuses the connection. */
export function sandboxEnded({ name }: StoredProfile): CliError {
  return new CliError(ExitCode.network, `the sandbox of profile "${name}" has ended`, {
    hint: `start it again with appwrite-cli sandbox start --as-profile ${shellWord(name)}, or choose another profile: appwrite-cli profile list`,
  });
}

/** A change of the config by the end of sandboxes. */
export interface EndedSandboxes {
  /** Names of the removed profiles. */
  readonly removed: readonly string[];
  /** Name of the profile that is current again, if a removed one was the current one. */
  readonly current: string | undefined;
}

/**
 * Removes the profiles of sandboxes that have ended without removing them. Writes nothing if there are none.
 * @throws CliError exit 1 if the config file can't be read or written
 */
export async function removeLeftOvers(context: Context): Promise<EndedSandboxes> {
  if (!readConfig(context).profiles.some(isLeftOver)) return { removed: [], current: undefined };
  return removeProfiles(context, isLeftOver);
}

/**
 * Stores a profile for a sandbox of this process. The current profile stays, if there is one.
 * @throws CliError exit 2 for a bad name, or one that exists; see `updateConfig`
 */
export async function addSandboxProfile(
  context: Context,
  profile: Pick<StoredProfile, 'name' | 'endpoint' | 'project' | 'serverVersion'>,
  apiKey: string,
): Promise<{ readonly isCurrent: boolean }> {
  const { updateConfig } = await import('./write-config.ts');
  const name = checkProfileName(profile.name);
  await updateConfig(context, (config) => {
    refuseTaken(config, name);
    const added: StoredProfile = {
      ...profile,
      name,
      credential: { kind: 'key', store: 'file', secret: apiKey },
      sandbox: { ...thisProcess(), before: currentProfile(config)?.name },
    };
    const current = currentProfile(config)?.name ?? name;
    return { ...config, current, profiles: [...config.profiles, added] };
  });
  return { isCurrent: readConfig(context).current === name };
}

/** @throws CliError exit 2 if there is a profile of this name */
export function refuseTaken(config: Config, name: string): void {
  const taken = findProfile(config, name);
  if (!taken) return;
  const isRunningSandbox = taken.sandbox && !isLeftOver(taken);
  throw usageError(
    isRunningSandbox
      ? `the profile "${name}" is that of a sandbox that is running (process ${taken.sandbox.pid})`
      : `a profile "${name}" already exists`,
    'choose another name: a sandbox replaces no profile',
  );
}

/** Removes the profile of a sandbox of this process, unless it has been replaced since. */
export function removeSandboxProfile(
  context: Context,
  { name, endpoint }: Pick<StoredProfile, 'name' | 'endpoint'>,
): Promise<EndedSandboxes> {
  const { pid } = thisProcess();
  return removeProfiles(
    context,
    (each) => each.name === name && each.endpoint === endpoint && each.sandbox?.pid === pid,
  );
}

async function removeProfiles(
  context: Context,
  isGone: (profile: StoredProfile) => boolean,
): Promise<EndedSandboxes> {
  const { updateConfig } = await import('./write-config.ts');
  let result: EndedSandboxes = { removed: [], current: undefined };
  await updateConfig(context, (config) => {
    const gone = config.profiles.filter(isGone);
    const profiles = config.profiles.filter((profile) => !gone.includes(profile));
    const { current, ...rest } = config;
    const currentGone = gone.find(({ name }) => name === current);
    const before = currentGone?.sandbox?.before;
    const restored = before !== undefined && findProfile({ ...rest, profiles }, before) ? before : undefined;
    const next = currentGone ? restored : current;
    result = { removed: gone.map(({ name }) => name), current: restored };
    return { ...rest, ...(next !== undefined && { current: next }), profiles };
  });
  return result;
}
