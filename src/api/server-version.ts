import { usageError } from '../errors.ts';
import { type ApiVersion, apiVersions, defaultApiVersion, newestApiVersion } from './versions.ts';

/** The version that a server reports. */
export interface ServerVersion {
  /** Exactly as the server wrote it, such as `1.8.1`. */
  readonly text: string;
  /** The version of the API that is spoken with this server. */
  readonly api: ApiVersion;
  /** newer, older: this program does not know the server's version, and speaks the nearest one. */
  readonly known: 'known' | 'newer' | 'older';
}

const [oldestMajor, oldestMinor] = numbersOf(defaultApiVersion);

/**
 * Reads the version that a server reports. A patch release has the API of its minor version.
 * @returns undefined if it is not a version, and so not safe to store or to show
 */
export function readServerVersion(text: unknown): ServerVersion | undefined {
  if (typeof text !== 'string' || !/^\d{1,4}\.\d{1,4}(?:[.+-][\w.+-]{0,40})?$/.test(text)) return undefined;
  const [major, minor] = numbersOf(text);
  const api = apiVersions.find((version) => version === `${major}.${minor}`);
  if (api) return { text, api, known: 'known' };
  const isOlder = major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
  return isOlder
    ? { text, api: defaultApiVersion, known: 'older' }
    : { text, api: newestApiVersion, known: 'newer' };
}

function numbersOf(version: string): [major: number, minor: number] {
  const [major, minor] = version.split('.', 2).map((part) => Number.parseInt(part, 10));
  return [major!, minor!];
}

/**
 * Reads a version of the API that a user names; that of a patch release, such as 1.8.1, will do.
 * @param origin the flag or the variable
 * @throws CliError exit 2 that lists the versions
 */
export function readApiVersion(given: string, origin: string): ApiVersion {
  const named = /^(\d+\.\d+)(?:\.\d+)?$/.exec(given)?.[1];
  const version = apiVersions.find((known) => known === named);
  if (version) return version;
  throw usageError(
    `${origin} takes ${apiVersions.join(', ')}, not "${given}"`,
    `name the version of the server, or the newest one for a newer server: ${newestApiVersion}`,
  );
}
