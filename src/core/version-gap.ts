import { type ApiVersion, apiVersions, isAtLeast, newestApiVersion } from '../api/versions.ts';
import type { ResolvedApiVersion } from '../profile/api-version.ts';

/** A thing that other versions of the API have, and the version in use lacks. */
export interface VersionGap {
  /** The end of a sentence that begins with the thing: `needs Appwrite 1.8 or newer; this is 1.5 (default)`. */
  readonly text: string;
  /** The version nearest to the one in use that has the thing. */
  readonly nearest: ApiVersion;
  /** Advice to speak that version: `pass --api-version 1.8 if the server is`. */
  readonly advice: string;
}

/**
 * Explains that the version in use lacks a thing.
 * @param versions that have it: at least one, from the oldest, without the one in use
 */
export function versionGap(versions: readonly ApiVersion[], inUse: ResolvedApiVersion): VersionGap {
  const newer = versions.find((other) => isAtLeast(other, inUse.version));
  const nearest = newer ?? versions.at(-1)!;
  const has = newer === undefined ? `was removed in Appwrite ${following(nearest)}` : needed(versions);
  return {
    text: `${has}; this is ${shownVersion(inUse)}`,
    nearest,
    advice: `pass --api-version ${nearest} if the server is`,
  };
}

/** Returns the version in use with its source: `1.8 (profile "shop")`. */
export function shownVersion({ version, source }: ResolvedApiVersion): string {
  return `${version} (${source?.detail ?? 'default'})`;
}

function needed(versions: readonly ApiVersion[]): string {
  const [first, last] = [versions[0]!, versions.at(-1)!];
  if (last === newestApiVersion) return `needs Appwrite ${first} or newer`;
  return first === last ? `is in Appwrite ${first} only` : `is in Appwrite ${first} to ${last} only`;
}

function following(version: ApiVersion): ApiVersion {
  return apiVersions[apiVersions.indexOf(version) + 1]!;
}
