import type { Credentials } from '../api/schema.ts';
import type { Context } from '../context.ts';
import type { Config, StoredCredential, StoredProfile } from './config.ts';
import { type EnvironmentCredential, environmentCredential, takesConsoleSession } from './credential.ts';
import { findFolderProject } from './folder.ts';
import {
  environmentEndpoint,
  environmentProject,
  type NamedEnvironment,
  selectProfileFor,
} from './named-environment.ts';
import { isProfileNamed, readConfig } from './read-config.ts';
import { isLeftOver, sandboxEnded } from './sandbox-profile.ts';
import { fromCommandLine, normalised, type SourcedValue, sourced } from './sources.ts';

/** The flags that select a connection. They win over all other sources. */
export interface ConnectionFlags {
  readonly profile?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly project?: string | undefined;
  readonly locale?: string | undefined;
  /** The environment that `--env` names. */
  readonly environment?: NamedEnvironment | undefined;
  /** Absolute path of the project file, if it is not to be looked for. */
  readonly projectFile?: string | undefined;
  readonly apiVersion?: string | undefined;
}

/** The requirements of the command that is about to run. */
export interface ConnectionNeeds {
  /** optional: looked up as if it were required, but may be missing. */
  readonly project: 'required' | 'optional' | 'none';
  /** The credentials that the operation accepts; none: the request is sent as a guest, even if a credential is set. */
  readonly auth: Credentials;
  /** Nothing will be sent: placeholders replace missing values, and no secret is read. */
  readonly dryRun?: boolean;
}

/** The values from flags, environment and files, before any checks. */
export interface CollectedSettings {
  readonly endpoint: SourcedValue | undefined;
  readonly project: SourcedValue | undefined;
  readonly locale: SourcedValue | undefined;
  /** The credential of a variable; undefined for a guest. */
  readonly fromEnvironment: EnvironmentCredential | undefined;
  /** The selected profile; undefined if there is none, or if it was not needed. */
  readonly profile: StoredProfile | undefined;
  /** The credential of the profile, if the operation accepts it. */
  readonly fromProfile: StoredCredential | undefined;
  /** All stored profiles; empty if they were not needed. */
  readonly profiles: readonly StoredProfile[];
  readonly warnings: readonly string[];
}

/**
 * Collects each value from the first source that has it: a flag, an environment of the project file, a profile that the
 * line or a variable names, a variable, the project file, the current profile. A file is read only if the sources
 * before it leave a value open, so variables alone need no file.
 * @throws CliError exit 1 or 2, see `resolveConnection`
 */
export function collectSettings(
  context: Context,
  flags: ConnectionFlags,
  { auth, project: need, dryRun = false }: ConnectionNeeds,
): CollectedSettings {
  const { env } = context;
  const isGuest = auth.length === 0;
  const usesProject = need !== 'none' && !auth.includes('Console');
  const named = isProfileNamed(env, flags.profile) ? readProfile(context, flags) : undefined;
  const given = {
    endpoint: normalised(fromCommandLine(env, flags.endpoint, '--endpoint', 'APPWRITE_ENDPOINT')),
    project: fromCommandLine(env, flags.project, '--project', 'APPWRITE_PROJECT_ID'),
    locale: fromCommandLine(env, flags.locale, '--locale', 'APPWRITE_LOCALE'),
  };
  const { environment } = flags;
  const ofNamedEnvironment = {
    endpoint: environment && environmentEndpoint(environment, given.endpoint),
    project: environment && environmentProject(environment, given.project),
    locale: undefined,
  };
  const beforeFiles = (setting: Setting) =>
    flagOf(given[setting]) ?? ofNamedEnvironment[setting] ?? ofProfile(named, setting) ?? given[setting];
  let endpoint = beforeFiles('endpoint');
  let project = beforeFiles('project');
  const locale = beforeFiles('locale');

  const folder =
    !endpoint || (usesProject && !project) ? findFolderProject(context, flags.projectFile) : undefined;
  const file = folder?.found;
  endpoint ??= file && normalised(sourced('appwrite.json', file.path, file.endpoint));
  project ??= file && sourced('appwrite.json', file.path, file.project);

  const ofVariables = isGuest || takesConsoleSession(auth) ? undefined : environmentCredential(env, auth);
  const needsProfile =
    !endpoint ||
    (usesProject && !project) ||
    (!isGuest && (!ofVariables || endpoint.source.from === 'appwrite.json'));
  const selected = named ?? (needsProfile ? readProfile(context, flags) : undefined);
  const profile = selected?.profile;
  if (profile && !dryRun && isLeftOver(profile)) throw sandboxEnded(profile);
  const fromProfile =
    profile?.credential && acceptsStored(auth, profile.credential) ? profile.credential : undefined;
  return {
    endpoint: endpoint ?? ofProfile(selected, 'endpoint'),
    project: project ?? ofProfile(selected, 'project'),
    locale: locale ?? ofProfile(selected, 'locale'),
    fromEnvironment: flags.profile !== undefined && fromProfile ? undefined : ofVariables,
    profile,
    fromProfile,
    profiles: selected?.config.profiles ?? [],
    warnings: folder?.warnings ?? [],
  };
}

type Setting = 'endpoint' | 'project' | 'locale';

interface ProfileReading {
  readonly config: Config;
  readonly profile: StoredProfile | undefined;
}

function readProfile(context: Context, flags: ConnectionFlags): ProfileReading {
  const config = readConfig(context);
  return { config, profile: selectProfileFor(context, config, flags) };
}

const flagOf = (value: SourcedValue | undefined) => (value?.source.from === 'flag' ? value : undefined);

function ofProfile(reading: ProfileReading | undefined, setting: Setting): SourcedValue | undefined {
  const profile = reading?.profile;
  const value = sourced('profile', `profile "${profile?.name}"`, profile?.[setting]);
  return setting === 'endpoint' ? normalised(value) : value;
}

/**
 * API keys and console sessions act for the project. Operations that accept neither are sent as a guest; those that
 * sign a user in accept a key, but no session.
 */
function acceptsStored(auth: Credentials, { kind }: StoredCredential): boolean {
  if (takesConsoleSession(auth)) return kind === 'console';
  if (!auth.includes('Guest')) return true;
  return auth.includes('Key') && (kind === 'key' || auth.includes('Session'));
}
