/** Finds values that another source overrides. Only `whoami` shows them, so only it reads every source. */
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { profileOfEndpoint } from './api-version.ts';
import type { ConnectionFlags } from './collect-settings.ts';
import type { StoredProfile } from './config.ts';
import { credentialVariables, isSet, readVariable } from './credential.ts';
import { findFolderProject } from './folder.ts';
import { readConfig, selectProfile } from './read-config.ts';
import type { Resolved } from './resolve.ts';
import { normalised, type Source, type SourcedValue, sourced } from './sources.ts';

/** Values of sources that come after the one in use, in the order of help topic `profiles`. */
export interface Overridden {
  readonly endpoint: readonly SourcedValue[];
  readonly project: readonly SourcedValue[];
  readonly locale: readonly SourcedValue[];
  readonly apiVersion: readonly SourcedValue[];
  /** The value is the kind of credential, never the secret. */
  readonly credential: readonly SourcedValue[];
}

interface InUse {
  readonly resolved: Resolved;
  readonly apiVersion: SourcedValue | undefined;
}

/**
 * Returns the values that differ from those in use. A file that can't be read has none: the commands that need it
 * report it.
 */
export function overriddenValues(
  context: Context,
  flags: ConnectionFlags,
  { resolved: { connection, sources }, apiVersion }: InUse,
): Overridden {
  const { env } = context;
  const profile = readable(() => selectProfile(context, readConfig(context), flags.profile));
  const file = readable(() => findFolderProject(context).found);
  const ofVariable = (name: string) => readable(() => sourced('environment', name, readVariable(env, name)));
  const ofProfile = (value: string | undefined) => sourced('profile', `profile "${profile?.name}"`, value);
  const ofFile = (value: string | undefined) => sourced('appwrite.json', file?.path ?? '', value);
  const canonical = (endpoint: SourcedValue | undefined) => readable(() => normalised(endpoint));

  return {
    endpoint: others(connection.endpoint, sources.endpoint, [
      canonical(ofVariable('APPWRITE_ENDPOINT')),
      canonical(ofFile(file?.endpoint)),
      canonical(ofProfile(profile?.endpoint)),
    ]),
    project: others(connection.project, sources.project, [
      ofVariable('APPWRITE_PROJECT_ID'),
      ofFile(file?.project),
      ofProfile(profile?.project),
    ]),
    locale: others(connection.locale, sources.locale, [
      ofVariable('APPWRITE_LOCALE'),
      ofProfile(profile?.locale),
    ]),
    apiVersion: others(apiVersion?.value, apiVersion?.source, [
      ofVariable('APPWRITE_API_VERSION'),
      ofProfile(profileOfEndpoint(context, flags.profile, connection.endpoint)?.serverVersion),
    ]).filter(({ value }) => !value.startsWith(`${apiVersion?.value}.`)),
    credential: otherCredentials(env, profile).filter(
      ({ source }) => source.detail !== sources.credential?.detail,
    ),
  };
}

function otherCredentials(env: Context['env'], profile: StoredProfile | undefined): SourcedValue[] {
  const ofVariables = credentialVariables
    .filter(({ variable }) => isSet(env, variable))
    .map(({ kind, variable }) => sourced('environment', variable, kind));
  const ofProfile = sourced('profile', `profile "${profile?.name}"`, profile?.credential?.kind);
  return [...ofVariables, ofProfile].filter((value) => value !== undefined);
}

/** Returns the candidates that say something else than the value in use. */
function others(
  value: string | undefined,
  source: Source | undefined,
  candidates: readonly (SourcedValue | undefined)[],
): SourcedValue[] {
  return candidates.filter(
    (candidate) =>
      candidate !== undefined &&
      source !== undefined &&
      candidate.value !== value &&
      candidate.source.detail !== source.detail,
  ) as SourcedValue[];
}

function readable<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof CliError) return undefined;
    throw error;
  }
}
