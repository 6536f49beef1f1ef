import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secret of the session that {@link keepConsoleLogin} stores. */
export const consoleSession = 'canary-console-session-0123456789';

/**
 * Writes a config file whose current profile has the session of a console login.
 * @param folder folder to write into; created if absent
 * @param project project of the profile, if it has one
 * @returns the variables for a line that finds the file
 */
export function keepConsoleLogin(folder: string, endpoint: string, project?: string): Record<string, string> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const credential = { kind: 'console', store: 'file', secret: consoleSession };
  const profile = { name: 'console', endpoint, ...(project !== undefined && { project }), credential };
  const config = { version: 1, current: profile.name, profiles: [profile] };
  writeFileSync(join(folder, 'config.json'), JSON.stringify(config), { mode: 0o600 });
  return { APPWRITE_CLI_CONFIG_DIR: folder };
}
