import { readServerVersion, type ServerVersion } from '../api/server-version.ts';
import { type ApiVersion, defaultApiVersion } from '../api/versions.ts';
import { CliError } from '../errors.ts';
import { listed } from '../lib/text/words.ts';
import { isNamed } from '../profile/api-version.ts';
import type { StoredProfile } from '../profile/config.ts';
import { rememberServerVersion } from '../profile/remember-version.ts';
import { newCommands } from './new-commands.ts';
import type { Services } from './services.ts';

/** The version of a profile's server, which the profile does not know yet. */
interface LearntVersion {
  readonly profile: StoredProfile;
  readonly server: ServerVersion;
}

type Learner = Pick<Services, 'context' | 'output' | 'apiVersion'>;

/**
 * Stores the version of a profile's server. If it differs from that before, the user is told what changes. A config file
 * that can't be written is told as well, and is no failure.
 * @param from answer that has told the version: an error may be the consequence of speaking another version
 * @returns true if the profile knows the version now
 */
export async function learnVersion(
  { context, output, apiVersion }: Learner,
  { profile, server }: LearntVersion,
  from: 'answer' | 'error',
): Promise<boolean> {
  const before = readServerVersion(profile.serverVersion);
  const whose = `The server of profile "${profile.name}"`;
  const runs = `runs Appwrite ${server.text}`;
  try {
    await rememberServerVersion(context, profile, server.text);
  } catch (error) {
    if (context.signal.aborted) return false;
    if (!(error instanceof CliError)) throw error;
    output.note(
      `${whose} ${runs}, which can't be stored (${error.message}): set APPWRITE_API_VERSION=${server.api}.`,
    );
    return false;
  }
  const now = before ? `${whose} now ${runs} (before: ${before.text}).` : `${whose} ${runs}.`;
  const apiBefore = before?.api ?? defaultApiVersion;
  const changed = server.api !== apiBefore;
  if (changed) output.note(`${now} ${await change(apiBefore, server.api)}`);
  else if (before) output.note(now);
  const unknown = unknownVersionNote(server);
  if (unknown !== undefined) output.note(unknown);
  if (changed && isNamed(apiVersion))
    output.note(`${apiVersion.source?.detail} overrides the profile with ${apiVersion.version}.`);
  else if (changed && from === 'error') output.note('If this command failed for that reason, run it again.');
  return true;
}

/** Describes the change of the commands with the version. */
async function change(before: ApiVersion, now: ApiVersion): Promise<string> {
  const commands = `Commands now follow ${now} instead of ${before}`;
  const { groups, extended } = await newCommands(before, now);
  const parts = [
    ...(groups.length > 0 ? [`the group${groups.length === 1 ? '' : 's'} ${listed(groups, 'and')}`] : []),
    ...(extended.length > 0 ? [`commands in ${listed(extended, 'and')}`] : []),
  ];
  if (parts.length === 0) return `${commands}.`;
  return `${commands}. New: ${parts.join(', and ')} (see appwrite-cli help versions).`;
}

/** Returns the note about a server whose version this program does not know, or undefined if it knows it. */
export function unknownVersionNote({ text, api, known }: ServerVersion): string | undefined {
  if (known === 'known') return undefined;
  return `Appwrite ${text} is ${known} than this program supports; it is treated as ${api}.`;
}
