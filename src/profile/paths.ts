import { posix, win32 } from 'node:path';
import type { Context } from '../context.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import { isDecoded } from '../lib/files/names.ts';
import { readVariable } from './credential.ts';

type UserContext = Pick<Context, 'env' | 'home' | 'platform'>;
type PlatformContext = UserContext & Pick<Context, 'cwd'>;

/**
 * Returns the folder of the config file: `APPWRITE_CLI_CONFIG_DIR`, otherwise the platform's folder for settings.
 * @returns an absolute path, or undefined without a home folder
 */
export function configFolder(context: PlatformContext): string | undefined {
  const chosen = chosenFolder(context);
  if (chosen !== undefined) return chosen;
  return folderFor(context, {
    linux: { variable: 'XDG_CONFIG_HOME', below: ['.config'] },
    mac: 'Preferences',
    windows: { variable: 'APPDATA', below: ['AppData', 'Roaming'], leaf: 'Config' },
  });
}

/**
 * Returns the folder for data that can be fetched again, such as cached completions.
 * @returns an absolute path, or undefined without a home folder
 */
export function cacheFolder(context: UserContext): string | undefined {
  return folderFor(context, {
    linux: { variable: 'XDG_CACHE_HOME', below: ['.cache'] },
    mac: 'Caches',
    windows: { variable: 'LOCALAPPDATA', below: ['AppData', 'Local'], leaf: 'Cache' },
  });
}

/**
 * Returns the folder for data that outlives a run but is no setting, such as the journals of uploads: inside
 * `APPWRITE_CLI_CONFIG_DIR`, otherwise the platform's folder for it.
 * @returns an absolute path, or undefined without a home folder
 */
export function stateFolder(context: PlatformContext): string | undefined {
  const chosen = chosenFolder(context);
  if (chosen !== undefined) return pathsOf(context).join(chosen, 'state');
  return folderFor(context, {
    linux: { variable: 'XDG_STATE_HOME', below: ['.local', 'state'] },
    mac: 'Application Support',
    windows: { variable: 'LOCALAPPDATA', below: ['AppData', 'Local'], leaf: 'State' },
  });
}

/**
 * Returns the folder that `APPWRITE_CLI_CONFIG_DIR` names; undefined if it is not set.
 * @throws CliError exit 2 for a value that only a shell would turn into a path
 */
function chosenFolder(context: PlatformContext): string | undefined {
  const chosen = readVariable(context.env, 'APPWRITE_CLI_CONFIG_DIR');
  if (chosen === undefined) return undefined;
  if (chosen.startsWith('~'))
    throw usageError(
      'APPWRITE_CLI_CONFIG_DIR begins with ~, which only a shell replaces by the home folder',
      'set it to the whole path',
    );
  if (!isDecoded(chosen))
    throw usageError('APPWRITE_CLI_CONFIG_DIR is not UTF-8', 'set it to a folder whose path is');
  const { isAbsolute, normalize, resolve } = pathsOf(context);
  return isAbsolute(chosen) ? normalize(chosen) : resolve(context.cwd, chosen);
}

/**
 * Returns the folder of the config file for writing.
 * @throws CliError exit 1 without a home folder
 */
export function requireConfigFolder(context: PlatformContext): string {
  const folder = configFolder(context);
  if (folder !== undefined) return folder;
  throw new CliError(ExitCode.failure, 'there is no place to keep profiles: HOME is not set, or not UTF-8', {
    hint: 'set HOME, or APPWRITE_CLI_CONFIG_DIR to a folder of your own; or keep to APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID and APPWRITE_API_KEY, which need no file',
  });
}

interface PlatformFolders {
  readonly linux: { readonly variable: string; readonly below: readonly string[] };
  /** Name of a folder in ~/Library. */
  readonly mac: string;
  readonly windows: { readonly variable: string; readonly below: readonly string[]; readonly leaf: string };
}

function folderFor(context: UserContext, { linux, mac, windows }: PlatformFolders): string | undefined {
  const { isAbsolute, join } = pathsOf(context);
  const inHome = (...parts: string[]) => context.home && join(context.home, ...parts);
  if (context.platform === 'darwin') return inHome('Library', mac, 'appwrite-cli') || undefined;

  const { variable, below } = context.platform === 'win32' ? windows : linux;
  const named = context.env[variable];
  // The XDG specification says to ignore relative paths.
  const base = named && isAbsolute(named) ? named : inHome(...below);
  if (!base || !isDecoded(base)) return undefined;
  return context.platform === 'win32' ? join(base, 'appwrite-cli', windows.leaf) : join(base, 'appwrite-cli');
}

function pathsOf({ platform }: UserContext) {
  return platform === 'win32' ? win32 : posix;
}
