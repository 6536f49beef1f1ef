import type { Credentials } from '../api/schema.ts';
import type { Context } from '../context.ts';
import { emptyConfig, type StoredCredential, type StoredProfile } from './config.ts';
import { type EnvironmentCredential, environmentCredential } from './credential.ts';
import { findFolderProject } from './folder.ts';
import { readConfig, selectProfile } from './read-config.ts';
import { asEndpoint, type Found, found, fromCommandLine } from './sources.ts';

/** The flags that say where to go; they win over everything else. */
export interface ConnectionFlags {
  readonly profile?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly project?: string | undefined;
  readonly locale?: string | undefined;
}

/** What the command that is about to run needs. */
export interface Needs {
  /** optional: looked up as if it were required, but may be missing. */
  readonly project: 'required' | 'optional' | 'none';
  /** The credentials that the request may be sent with; none: it is sent as a guest, whatever is at hand. */
  readonly auth: Credentials;
  /** Nothing will be sent: what is missing is made up, and no secret is read. */
  readonly dryRun?: boolean;
}

/** What the flags, the environment and the files say, before it is judged. */
export interface Gathered {
  readonly endpoint: Found | undefined;
  readonly project: Found | undefined;
  readonly locale: Found | undefined;
  /** The environment's credential; undefined for a guest. */
  readonly own: EnvironmentCredential | undefined;
  /** Undefined where none is selected, or nothing was asked of it. */
  readonly profile: StoredProfile | undefined;
  /** The profile's credential, where it has one that the request may be sent with. */
  readonly stored: StoredCredential | undefined;
  /** All that are kept; none where nothing was asked of them. */
  readonly profiles: readonly StoredProfile[];
  readonly warnings: readonly string[];
}

/**
 * Collects each value from the first source that has it. A file is read only if what stands before it leaves something
 * open, so that variables alone need no file, and a profile has a say in everything once it is read.
 * @throws CliError exit 1 or 2, see `resolveConnection`
 */
export function collectSettings(
  context: Context,
  flags: ConnectionFlags,
  { auth, project: need }: Needs,
): Gathered {
  const { env } = context;
  const isGuest = auth.length === 0;
  const usesProject = need !== 'none';
  const own = isGuest ? undefined : environmentCredential(env, auth);
  let endpoint = asEndpoint(fromCommandLine(env, flags.endpoint, '--endpoint', 'APPWRITE_ENDPOINT'));
  let project = fromCommandLine(env, flags.project, '--project', 'APPWRITE_PROJECT_ID');
  const locale = fromCommandLine(env, flags.locale, '--locale', 'APPWRITE_LOCALE');

  const folder = !endpoint || (usesProject && !project) ? findFolderProject(context) : undefined;
  const file = folder?.found;
  endpoint ??= file && asEndpoint(found('appwrite.json', file.path, file.endpoint));
  project ??= file && found('appwrite.json', file.path, file.project);

  const asksProfile =
    flags.profile !== undefined ||
    !endpoint ||
    (usesProject && !project) ||
    (!isGuest && (!own || endpoint.source.from === 'appwrite.json'));
  const config = asksProfile ? readConfig(context) : emptyConfig;
  const profile = asksProfile ? selectProfile(context, config, flags.profile) : undefined;
  const name = `profile "${profile?.name}"`;
  return {
    endpoint: endpoint ?? asEndpoint(found('profile', name, profile?.endpoint)),
    project: project ?? found('profile', name, profile?.project),
    locale: locale ?? found('profile', name, profile?.locale),
    own,
    profile,
    stored: profile?.credential && takesStored(auth) ? profile.credential : undefined,
    profiles: config.profiles,
    warnings: folder?.warnings ?? [],
  };
}

/** An API key and a session of the console act for the project. What neither may do is better asked as a guest. */
function takesStored(auth: Credentials): boolean {
  return auth.includes('Key') || !auth.includes('Guest');
}
