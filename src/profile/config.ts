import { parseJson } from './trusted-file.ts';

/** The version of the config file that this program reads and writes. */
export const configVersion = 1;

/** The config file as it stands on disk. Members that are not known here are kept when it is written again. */
export interface Config {
  readonly version: typeof configVersion;
  /** The name of the profile that is used where none is named. */
  readonly current?: string | undefined;
  readonly profiles: readonly StoredProfile[];
}

export interface StoredProfile {
  readonly name: string;
  readonly endpoint: string;
  readonly project?: string | undefined;
  readonly locale?: string | undefined;
  /** The e-mail address of whose session it is. */
  readonly user?: string | undefined;
  /** Absent after a logout. */
  readonly credential?: StoredCredential | undefined;
}

/** What a profile may keep: an API key, or the session of the console. */
export type StoredKind = 'key' | 'console';

/** A credential and the store that holds its secret. */
export type StoredCredential =
  | { readonly kind: StoredKind; readonly store: 'file'; readonly secret: string }
  | {
      readonly kind: StoredKind;
      readonly store: 'keyring';
      /** The name of the keyring's entry. */
      readonly account: string;
    };

export const emptyConfig: Config = { version: configVersion, profiles: [] };

/** A config file's text, checked. */
export type ParsedConfig =
  | { readonly config: Config; readonly problem?: undefined }
  /** Why it can't be used, to follow the file's name: `is damaged: …`. */
  | { readonly problem: string; readonly newer: boolean };

/** Reads the text of a config file and checks its shape. No value of the file appears in a problem. */
export function parseConfig(text: string): ParsedConfig {
  const { value, broken } = parseJson(text);
  if (broken !== undefined) return damaged(`it is not valid JSON${broken}`);
  if (!isObject(value) || !Number.isInteger(value.version)) return damaged('it has no version');
  if (value.version !== configVersion) {
    return {
      problem: `has version ${value.version}; this program knows version ${configVersion}`,
      newer: (value.version as number) > configVersion,
    };
  }
  const wrong = wrongPart(value);
  return wrong === undefined ? { config: value as unknown as Config } : damaged(wrong);
}

function damaged(why: string): ParsedConfig {
  return { problem: `is damaged: ${why}`, newer: false };
}

type Json = Readonly<Record<string, unknown>>;

function wrongPart({ current, profiles }: Json): string | undefined {
  if (!isOptionalText(current)) return '"current" is not text';
  if (!Array.isArray(profiles)) return '"profiles" is not a list';
  const names = new Set<unknown>();
  for (const [index, profile] of profiles.entries()) {
    const wrong = wrongProfilePart(profile);
    if (wrong !== undefined) return `profile ${index + 1} ${wrong}`;
    if (names.has(profile.name)) return `profile ${index + 1} has the name of another`;
    names.add(profile.name);
  }
  return undefined;
}

function wrongProfilePart(profile: unknown): string | undefined {
  if (!isObject(profile)) return 'is not an object';
  if (!isText(profile.name)) return 'has no name';
  if (!isText(profile.endpoint)) return 'has no endpoint';
  if (!isOptionalText(profile.project)) return 'has a project that is not text';
  if (!isOptionalText(profile.locale)) return 'has a locale that is not text';
  if (!isOptionalText(profile.user)) return 'has a user that is not text';
  if (profile.credential !== undefined && !isCredential(profile.credential))
    return 'has a credential of an unknown form';
  return undefined;
}

function isCredential(value: unknown): boolean {
  if (!isObject(value) || (value.kind !== 'key' && value.kind !== 'console')) return false;
  return value.store === 'file' ? isText(value.secret) : value.store === 'keyring' && isText(value.account);
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || isText(value);
}
