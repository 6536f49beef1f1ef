/** Versions of Appwrite's API that the catalogue describes. Pure data. */

/** From the oldest to the newest. Patch releases of a version have the same API. */
export const apiVersions = ['1.5', '1.6', '1.7', '1.8', '1.9'] as const;
export type ApiVersion = (typeof apiVersions)[number];

/** Version that is spoken unless a flag, a variable or a profile names another. */
export const defaultApiVersion: ApiVersion = '1.5';

/** The newest version that the catalogue describes. */
export const newestApiVersion: ApiVersion = apiVersions[apiVersions.length - 1]!;

/** True if `version` is `other` or newer. */
export function isAtLeast(version: ApiVersion, other: ApiVersion): boolean {
  return apiVersions.indexOf(version) >= apiVersions.indexOf(other);
}
