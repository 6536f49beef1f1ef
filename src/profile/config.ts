import { isObject, type Members } from '../lib/json/object.ts';
import type { ProcessIdentity } from '../lib/process/identity.ts';
import { parsePrivateJson } from './parse-json.ts';

/** The version of the config file that this program reads and writes. */
const configVersion = 1;

/** The config file on disk. Unknown members survive when the file is rewritten. */
export interface Config {
  readonly version: typeof configVersion;
  /** Name of the default profile. */
  readonly current?: string | undefined;
  readonly profiles: readonly StoredProfile[];
}

export interface StoredProfile {
  readonly name: string;
  readonly endpoint: string;
  readonly project?: string | undefined;
  readonly locale?: string | undefined;
  /** E-mail address of the account that the session belongs to. */
  readonly user?: string | undefined;
  /** Version that the server of the endpoint has reported, such as `1.8.1`; undefined if it is not known. */
  readonly serverVersion?: string | undefined;
  /** Undefined after a logout. */
  readonly credential?: StoredCredential | undefined;
  /** Set if the server is a sandbox: the profile lasts as long as its process. */
  readonly sandbox?: SandboxMark | undefined;
}

export interface SandboxMark extends ProcessIdentity {
  /** Name of the profile that was current when the sandbox started. */
  readonly before?: string | undefined;
}

/** The kinds of credentials that a profile can store: an API key or a console session. */
export type StoredKind = 'key' | 'console';

/** A credential, with the store of its secret. */
export type StoredCredential =
  | { readonly kind: StoredKind; readonly store: 'file'; readonly secret: string }
  | {
      readonly kind: StoredKind;
      readonly store: 'keyring';
      /** Name of the keyring entry. */
      readonly account: string;
    };

export const emptyConfig: Config = { version: configVersion, profiles: [] };

/** The result of parsing a config file. */
export type ParsedConfig =
  | { readonly config: Config; readonly problem?: undefined }
  /** The reason that follows the file's name in a message: `is damaged: …`. */
  | { readonly problem: string; readonly newer: boolean };

/** Parses and validates a config file. A problem never quotes a value of the file, which may be a secret. */
export function parseConfig(text: string): ParsedConfig {
  const { value, broken } = parsePrivateJson(text);
  if (broken !== undefined) return damaged(`it is not valid JSON${broken}`);
  if (!isObject(value) || !Number.isInteger(value.version)) return damaged('it has no version');
  if (value.version !== configVersion) {
    return {
      problem: `has version ${value.version}; this program supports version ${configVersion}`,
      newer: (value.version as number) > configVersion,
    };
  }
  const wrong = wrongPart(value);
  return wrong === undefined ? { config: value as unknown as Config } : damaged(wrong);
}

function damaged(why: string): ParsedConfig {
  return { problem: `is damaged: ${why}`, newer: false };
}

function wrongPart({ current, profiles }: Members): string | undefined {
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
  if (!isOptionalText(profile.serverVersion)) return 'has a serverVersion that is not text';
  if (profile.credential !== undefined && !isCredential(profile.credential))
    return 'has a credential of an unknown form';
  if (profile.sandbox !== undefined && !isSandboxMark(profile.sandbox))
    return 'has a sandbox of an unknown form';
  return undefined;
}

function isCredential(value: unknown): boolean {
  if (!isObject(value) || (value.kind !== 'key' && value.kind !== 'console')) return false;
  return value.store === 'file' ? isText(value.secret) : value.store === 'keyring' && isText(value.account);
}

function isSandboxMark(value: unknown): boolean {
  return (
    isObject(value) &&
    Number.isInteger(value.pid) &&
    isOptionalText(value.startTicks) &&
    isOptionalText(value.before)
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isOptionalText(value: unknown): boolean {
  return value === undefined || isText(value);
}
