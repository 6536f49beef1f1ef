import { join } from 'node:path';
import type { Context } from '../context.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import { type Config, emptyConfig, parseConfig, type StoredProfile } from './config.ts';
import { readVariable } from './credential.ts';
import { normaliseName } from './names.ts';
import { configFolder } from './paths.ts';
import { readTrustedFile } from './trusted-file.ts';

/** Far more than any number of profiles takes. */
const maxConfigBytes = 4 * 1024 * 1024;

/** The config file's place, or undefined where there is no home. */
export function configPath(context: Context): string | undefined {
  const folder = configFolder(context);
  return folder && join(folder, 'config.json');
}

/**
 * Reads the config file without the library that writes it, which is slow to load.
 * @returns an empty config where there is no file
 * @throws CliError exit 1 where the file is damaged, newer, unreadable or somebody else's
 */
export function readConfig(context: Context): Config {
  const path = configPath(context);
  return path === undefined ? emptyConfig : readConfigFile(context, path);
}

/** The same for a file whose place is known. */
export function readConfigFile(context: Context, path: string): Config {
  // Root may own it too: that is how secrets are mounted into containers.
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

/** The profile of this name, or undefined. */
export function findProfile(config: Config, name: string): StoredProfile | undefined {
  const normal = normaliseName(name);
  return config.profiles.find((profile) => normaliseName(profile.name) === normal);
}

/**
 * The profile of this name.
 * @throws CliError exit 2 where there is none; the hint lists those that are there
 */
export function requireProfile(config: Config, name: string): StoredProfile {
  const profile = findProfile(config, name);
  if (profile) return profile;
  const names = config.profiles.map((one) => one.name);
  throw usageError(
    `there is no profile "${name}"`,
    names.length > 0
      ? `profiles: ${names.join(', ')}`
      : `there are no profiles yet: run appwrite-cli login, or appwrite-cli profile add ${name}`,
  );
}

/** The profile that is used where none is named, or undefined. */
export function currentProfile(config: Config): StoredProfile | undefined {
  return config.current === undefined ? undefined : findProfile(config, config.current);
}

/**
 * The profile that a command line selects: the one that it names, else that of APPWRITE_PROFILE, else the current one.
 * @param name of the flag or argument, or undefined
 * @returns undefined where none is named and none is current
 * @throws CliError exit 2 where there is none of the name
 */
export function selectProfile(
  context: Context,
  config: Config,
  name: string | undefined,
): StoredProfile | undefined {
  const named = name ?? readVariable(context.env, 'APPWRITE_PROFILE');
  return named === undefined ? currentProfile(config) : requireProfile(config, named);
}

function unusable(message: string, hint: string): CliError {
  return new CliError(ExitCode.failure, message, { hint });
}
