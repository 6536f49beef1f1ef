import { readServerVersion } from '../../api/server-version.ts';
import { defaultApiVersion } from '../../api/versions.ts';
import { isHumanOutput } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import { type CommandResult, jsonResult, textResult } from '../../core/spec.ts';
import { CliError, ExitCode } from '../../errors.ts';
import type { StoredProfile } from '../../profile/config.ts';
import { credentialNames, maskSecret } from '../../profile/credential.ts';
import { readConfig, selectProfile } from '../../profile/read-config.ts';
import { isLeftOver } from '../../profile/sandbox-profile.ts';
import { loadKeyring, readSecret } from '../../profile/secret.ts';
import { removeEndedSandboxes } from './ended-sandboxes.ts';

/** Lists the profiles without reading a secret. */
export async function listProfiles(services: Services): Promise<CommandResult> {
  await removeEndedSandboxes(services);
  const { profiles, current } = readConfig(services.context);
  const listed = profiles.filter((profile) => !isLeftOver(profile));
  const rows = listed.map((profile) => ({
    name: profile.name,
    current: profile.name === current,
    endpoint: profile.endpoint,
    project: profile.project ?? null,
    credential: credentialName(profile),
    serverVersion: profile.serverVersion ?? null,
  }));
  const columns = ['name', 'current', 'endpoint', 'project', 'credential', 'serverVersion'];
  return jsonResult({ total: rows.length, profiles: rows }, { items: 'profiles', columns, noun: 'profiles' });
}

interface ShowValues {
  readonly name: string | undefined;
  readonly reveal: boolean;
}

/**
 * Shows one profile, by default the selected one.
 * @throws CliError exit 2 for an unknown name, exit 3 if none is selected
 */
export async function showProfile({ name, reveal }: ShowValues, services: Services): Promise<CommandResult> {
  const { context, globals } = services;
  await removeEndedSandboxes(services);
  const config = readConfig(context);
  const profile = selectProfile(context, config, name ?? globals.profile);
  if (profile === undefined) {
    throw new CliError(ExitCode.auth, 'no profile is current', {
      hint: 'log in with appwrite-cli login, or choose one with appwrite-cli profile use NAME',
    });
  }
  const shown = {
    name: profile.name,
    current: profile.name === config.current,
    endpoint: profile.endpoint,
    serverVersion: profile.serverVersion ?? null,
    apiVersion: readServerVersion(profile.serverVersion)?.api ?? defaultApiVersion,
    project: profile.project ?? null,
    locale: profile.locale ?? null,
    credential: credentialName(profile),
    user: profile.user ?? null,
    secret: await shownSecret(profile, reveal, context),
    store: profile.credential?.store ?? null,
  };
  // A table would cut the secret to the width of the terminal.
  if (reveal && isHumanOutput(globals)) return textResult(asLines(shown));
  return jsonResult(shown);
}

function asLines(shown: Readonly<Record<string, unknown>>): string {
  return Object.entries(shown)
    .map(([name, value]) => `${name.padEnd(15)}${value ?? '-'}`)
    .join('\n');
}

function credentialName({ credential }: StoredProfile): string | null {
  return credential ? credentialNames[credential.kind] : null;
}

async function shownSecret(
  profile: StoredProfile,
  whole: boolean,
  context: Services['context'],
): Promise<string | null> {
  if (!profile.credential) return null;
  const keyring = profile.credential.store === 'keyring' ? await loadKeyring(context) : undefined;
  const secret = await readSecret(profile, profile.credential, keyring);
  if (whole) return secret;
  // All session secrets end alike.
  return profile.credential.kind === 'key' ? maskSecret(secret) : '••••';
}
