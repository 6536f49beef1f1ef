import { type ApiVersion, apiVersions } from '../../../api/versions.ts';

/**
 * Says which versions have a thing: `since 1.7`, `gone since 1.9`, `since 1.6, gone since 1.7`.
 * @param found versions that have it, from the oldest
 * @param whole versions that have what it belongs to; all by default
 * @returns undefined if these are the same
 */
export function lifetime(
  found: readonly ApiVersion[],
  whole: readonly ApiVersion[] = apiVersions,
): string | undefined {
  const since = found[0] === whole[0] ? [] : [`since ${found[0]}`];
  const last = found.at(-1)!;
  const until = last === whole.at(-1) ? [] : [`gone since ${apiVersions[apiVersions.indexOf(last) + 1]}`];
  const said = [...since, ...until];
  return said.length > 0 ? said.join(', ') : undefined;
}
