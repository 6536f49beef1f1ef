import type { Context } from '../context.ts';
import type { StoredProfile } from './config.ts';
import { findProfile } from './read-config.ts';
import { updateConfig } from './write-config.ts';

/**
 * Stores the version of a profile's server. Changes nothing if the profile has been removed, or is for another server by
 * now.
 * @param serverVersion as read by `readServerVersion`
 * @throws CliError exit 1 if the config file can't be written
 */
export async function rememberServerVersion(
  context: Context,
  { name, endpoint }: StoredProfile,
  serverVersion: string,
): Promise<void> {
  await updateConfig(context, (config) => {
    const before = findProfile(config, name);
    if (before?.endpoint !== endpoint) return config;
    return {
      ...config,
      profiles: config.profiles.map((one) => (one === before ? { ...before, serverVersion } : one)),
    };
  });
}
