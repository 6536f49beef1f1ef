import { join } from 'node:path';
import type { Context } from '../context.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import { shellWord } from '../lib/text/shell-quote.ts';
import { type Config, emptyConfig, parseConfig, type StoredProfile } from './config.ts';
import { readVariable } from './credential.ts';
import { normaliseName } from './names.ts';
import { configFolder } from './paths.ts';
import { readTrustedFile } from './trusted-file.ts';

const maxConfigBytes = 4 * 1024 * 1024;

/** Returns the path of the config file, or undefined without a home folder. */
export function configPath(context: Context): string | undefined {
  const folder = configFolder(context);
  return folder && join(folder, 'config.json');
}

/**
 * Reads the config file without conf, which is slow to load.
 * @returns an empty config if there is no file
 * @throws CliError exit 1 if the file is damaged, newer, unreadable or owned by another user
 */
export function readConfig(context: Context): Config {
  const path = configPath(context);
  return path === undefined ? emptyConfig : readConfigFile(context, path);
}

/** Does the same for a known path. */
export function readConfigFile(context: Context, path: string): Config {
  // Root may own it too: secrets are mounted into containers that way.
  const owners = context.uid === undefined ? undefined : [context.uid, 0];
  const reading = readTrustedFile(path, owners, maxConfigBytes);
  if (reading.kind === 'missing') return emptyConfig;
  if (reading.kind === 'foreign') {
    throw unusable(
      `the config file ${path} belongs to another user and is not read`,
      'set APPWRITE_CLI_CONFIG_DIR to a folder of your own',
    );
  }
  if (reading.kind === 'unreadable') {
    throw unusable(
      `the config file ${path} can't be read: ${reading.reason}`,
      'fix it, or set APPWRITE_CLI_CONFIG_DIR to another folder',
    );
  }
  const parsed = parseConfig(reading.text);
  if (parsed.problem === undefined) return parsed.config;
  throw unusable(
    `the config file ${path} ${parsed.problem}`,
    parsed.newer
      ? 'update appwrite-cli, or set APPWRITE_CLI_CONFIG_DIR to another folder'
      : 'it was left as it is: fix it, or move it away and run appwrite-cli login',
  );
}

export function findProfile(config: Config, name: string): StoredProfile | undefined {
  const normal = normaliseName(name);
  return config.profiles.find((profile) => normaliseName(profile.name) === normal);
}

/**
 * Returns the profile of this name.
 * @throws CliError exit 2 if there is none; the hint lists the existing profiles
 */
export function requireProfile(config: Config, name: string): StoredProfile {
  const profile = findProfile(config, name);
  if (profile) return profile;
  const names = config.profiles.map((one) => one.name);
  throw usageError(
    `there is no profile "${name}"`,
    names.length > 0
      ? `profiles: ${names.join(', ')}`
      : `there are no profiles yet: run appwrite-cli login, or appwrite-cli profile add ${shellWord(name)}`,
  );
}

/** Returns the default profile, or undefined. */
export function currentProfile(config: Config): StoredProfile | undefined {
  return config.current === undefined ? undefined : findProfile(config, config.current);
}

/**
 * Returns the selected profile: the one that the command line or APPWRITE_PROFILE names, otherwise the current one.
 * @param name from the flag or argument
 * @returns undefined if none is named and none is current
 * @throws CliError exit 2 for an unknown name
 */
export function selectProfile(
  context: Context,
  config: Config,
  name: string | undefined,
): StoredProfile | undefined {
  const named = name ?? readVariable(context.env, 'APPWRITE_PROFILE');
  return named === undefined ? currentProfile(config) : requireProfile(config, named);
}

/** True if the user names a profile, so that its values are wanted before those of variables and files. */
export const isProfileNamed = (env: Context['env'], name: string | undefined): boolean =>
  nameSource(env, name) !== undefined;

/** Returns the flag or variable that names a profile, or undefined. */
export function nameSource(env: Context['env'], name: string | undefined): string | undefined {
  if (name !== undefined) return '--profile';
  return readVariable(env, 'APPWRITE_PROFILE') === undefined ? undefined : 'APPWRITE_PROFILE';
}

function unusable(message: string, hint: string): CliError {
  return new CliError(ExitCode.failure, message, { hint });
}
