import { posix, win32 } from 'node:path';
import type { Context } from '../context.ts';
import { CliError, ExitCode } from '../errors.ts';

type Surroundings = Pick<Context, 'env' | 'home' | 'platform' | 'cwd'>;

/**
 * The folder of the config file: `APPWRITE_CLI_CONFIG_DIR`, else the platform's own place for settings.
 * @returns an absolute path, or undefined where there is no home to put it in
 */
export function configFolder(context: Surroundings): string | undefined {
  const chosen = context.env.APPWRITE_CLI_CONFIG_DIR;
  if (chosen) return pathsOf(context).resolve(context.cwd, chosen);
  return folderFor(context, {
    linux: { variable: 'XDG_CONFIG_HOME', below: ['.config'] },
    mac: 'Preferences',
    windows: { variable: 'APPDATA', below: ['AppData', 'Roaming'], leaf: 'Config' },
  });
}

/**
 * The folder of what can be fetched again, such as cached completions.
 * @returns an absolute path, or undefined where there is no home to put it in
 */
export function cacheFolder(context: Surroundings): string | undefined {
  return folderFor(context, {
    linux: { variable: 'XDG_CACHE_HOME', below: ['.cache'] },
    mac: 'Caches',
    windows: { variable: 'LOCALAPPDATA', below: ['AppData', 'Local'], leaf: 'Cache' },
  });
}

/**
 * The folder of what outlives a run but is no setting, such as the journals of uploads: inside
 * `APPWRITE_CLI_CONFIG_DIR`, else the platform's own place for it.
 * @returns an absolute path, or undefined where there is no home to put it in
 */
export function stateFolder(context: Surroundings): string | undefined {
  const chosen = context.env.APPWRITE_CLI_CONFIG_DIR;
  if (chosen) return pathsOf(context).resolve(context.cwd, chosen, 'state');
  return folderFor(context, {
    linux: { variable: 'XDG_STATE_HOME', below: ['.local', 'state'] },
    mac: 'Application Support',
    windows: { variable: 'LOCALAPPDATA', below: ['AppData', 'Local'], leaf: 'State' },
  });
}

/**
 * The config folder for whoever must write into it.
 * @throws CliError exit 1 where there is no home
 */
export function requireConfigFolder(context: Surroundings): string {
  const folder = configFolder(context);
  if (folder !== undefined) return folder;
  throw new CliError(ExitCode.failure, 'there is no place to keep profiles: HOME is not set', {
    hint: 'set HOME, or APPWRITE_CLI_CONFIG_DIR to a folder of your own; or keep to APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID and APPWRITE_API_KEY, which need no file',
  });
}

interface Places {
  readonly linux: { readonly variable: string; readonly below: readonly string[] };
  /** The folder in ~/Library. */
  readonly mac: string;
  readonly windows: { readonly variable: string; readonly below: readonly string[]; readonly leaf: string };
}

function folderFor(context: Surroundings, { linux, mac, windows }: Places): string | undefined {
  const { isAbsolute, join } = pathsOf(context);
  const inHome = (...parts: string[]) => context.home && join(context.home, ...parts);
  if (context.platform === 'darwin') return inHome('Library', mac, 'appwrite-cli') || undefined;

  const { variable, below } = context.platform === 'win32' ? windows : linux;
  const named = context.env[variable];
  // The XDG specification has relative paths ignored.
  const base = named && isAbsolute(named) ? named : inHome(...below);
  if (!base) return undefined;
  return context.platform === 'win32' ? join(base, 'appwrite-cli', windows.leaf) : join(base, 'appwrite-cli');
}

function pathsOf({ platform }: Surroundings) {
  return platform === 'win32' ? win32 : posix;
}
