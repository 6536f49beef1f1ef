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

/** Versions that have a thing; all of them by default. */
export interface Lifetime {
  /** First version that has it. */
  readonly since?: ApiVersion | undefined;
  /** First version that no longer has it. */
  readonly until?: ApiVersion | undefined;
}

export function existsIn({ since, until }: Lifetime, version: ApiVersion): boolean {
  return (
    (since === undefined || isAtLeast(version, since)) && (until === undefined || !isAtLeast(version, until))
  );
}

/** `word`, `word@1.7`, `word@..1.7`, `word@1.6..1.7` */
const marked = /^(.+)@(\d+\.\d+)?(?:\.\.(\d+\.\d+))?$/;

/**
 * Selects the words of a version. Fields, choices and names of attributes carry their history with them:
 * `size@..1.7` is gone in 1.7, `sourceSize@1.7` came with it, `buildId@1.6..1.7` existed in 1.6 only.
 * @returns the words that the version has, without their marks
 */
export function wordsIn(words: readonly string[], version: ApiVersion): readonly string[] {
  return words.flatMap((word) => {
    const [, name, since, until] = marked.exec(word) ?? [];
    if (name === undefined) return [word];
    return existsIn({ since, until } as Lifetime, version) ? [name] : [];
  });
}

/** Returns the versions that have a word, by the marks of `words`. */
export function versionsWith(words: readonly string[], word: string): ApiVersion[] {
  return apiVersions.filter((version) => wordsIn(words, version).includes(word));
}

/** Keeps what a version makes of something, so that it is made once. */
export function byVersion<T>(make: (version: ApiVersion) => T): (version: ApiVersion) => T {
  const made = new Map<ApiVersion, T>();
  return (version) => {
    const found = made.get(version) ?? make(version);
    made.set(version, found);
    return found;
  };
}
