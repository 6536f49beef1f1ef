import { readServerVersion, type ServerVersion } from '../api/server-version.ts';
import type { Context } from '../context.ts';
import type { Output } from '../output/types.ts';
import { isNamed, profileOfEndpoint, type ResolvedApiVersion, wayToSpeak } from '../profile/api-version.ts';
import { shownVersion } from './version-gap.ts';

/** Compares the version that a command speaks with those that servers name in their errors. */
export interface VersionWatch {
  /**
   * Notes the version that the server of an endpoint names.
   * @param endpoint in canonical form
   * @returns a hint for the error if the command speaks another version, and no profile learns this one
   */
  see(endpoint: string, version: string): string | undefined;
  /** Lets the profile learn the version of its server, and tells the user. Never fails the command. */
  settle(): Promise<void>;
}

/**
 * @param profileName from the flag
 * @param spoken the version that the command speaks
 */
export function createVersionWatch(
  context: Context,
  output: Output,
  profileName: string | undefined,
  spoken: ResolvedApiVersion,
): VersionWatch {
  // Bulk commands meet the same error many times.
  const hints = new Map<string, string | undefined>();
  let seen: { readonly endpoint: string; readonly server: ServerVersion } | undefined;

  function hintFor(endpoint: string, server: ServerVersion): string | undefined {
    const profile = profileOfEndpoint(context, profileName, endpoint);
    if (profile) seen = { endpoint, server };
    if (server.api === spoken.version || (profile && !isNamed(spoken))) return undefined;
    return `the server is Appwrite ${server.text}, but the version in use is ${shownVersion(spoken)}: ${wayToSpeak(server.api, spoken)}`;
  }

  return {
    see(endpoint, version) {
      const server = readServerVersion(version);
      if (!server) return undefined;
      const key = `${endpoint} ${version}`;
      if (!hints.has(key)) hints.set(key, hintFor(endpoint, server));
      return hints.get(key);
    },
    async settle() {
      if (!seen || context.signal.aborted) return;
      const { endpoint, server } = seen;
      // Read again: the command itself may have stored the version.
      const profile = profileOfEndpoint(context, profileName, endpoint);
      if (!profile || profile.serverVersion === server.text) return;
      const { learnVersion } = await import('./learn-version.ts');
      await learnVersion({ context, output, apiVersion: spoken }, { profile, server }, 'error');
    },
  };
}
