/** Environments of a project file, as a source of endpoint, project and profile. */
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import type { Config, StoredProfile } from './config.ts';
import { profileEndpoint } from './credential-endpoint.ts';
import { isProfileNamed, requireProfile, selectProfile } from './read-config.ts';
import { normalised, type SourcedValue, sourced } from './sources.ts';

/** A project and server that a file of the project describes under a name. */
export interface NamedEnvironment {
  readonly name: string;
  readonly projectId: string | undefined;
  /** Only the repository's word: something else has to confirm it before a credential is sent there. */
  readonly endpoint: string | undefined;
  /** Name of a stored profile. */
  readonly profile: string | undefined;
  /** Path of the file. */
  readonly origin: string;
}

/**
 * Returns the project of an environment, which counts as a flag.
 * @param given from the command line or its variables
 * @throws CliError exit 2 if that is another one
 */
export function environmentProject(
  { name, projectId }: NamedEnvironment,
  given: SourcedValue | undefined,
): SourcedValue | undefined {
  if (projectId === undefined) return undefined;
  if (given && given.value !== projectId)
    throw usageError(
      `--env ${name} is the project ${projectId}, but ${given.source.detail} says ${given.value}`,
      `leave out one of the two`,
    );
  return given ?? sourced('flag', `--env ${name}`, projectId);
}

/**
 * Returns the endpoint of an environment, as a value of the command line or its variables if these name it too.
 * @param given from the command line or its variables
 * @throws CliError exit 2 if a variable names another one: two servers may have projects of the same ID
 */
export function environmentEndpoint(
  { name, endpoint, origin }: NamedEnvironment,
  given: SourcedValue | undefined,
): SourcedValue | undefined {
  const own = normalised(sourced('appwrite.json', origin, endpoint));
  if (own && given?.source.from === 'environment' && given.value !== own.value)
    throw usageError(
      `--env ${name} is at ${own.value}, but ${given.source.detail} says ${given.value}`,
      `set ${given.source.detail}=${own.value}, or pass --endpoint`,
    );
  return own && (given ?? own);
}

/**
 * Returns the selected profile. An environment selects one by its name or, if a single profile has its endpoint and
 * project, by these; a profile that the command line or APPWRITE_PROFILE names comes first.
 * @throws CliError exit 2 for an unknown name
 */
export function selectProfileFor(
  context: Context,
  config: Config,
  flags: { readonly profile?: string | undefined; readonly environment?: NamedEnvironment | undefined },
): StoredProfile | undefined {
  const { profile, environment } = flags;
  if (environment && !isProfileNamed(context.env, profile)) {
    if (environment.profile !== undefined) return requireProfile(config, environment.profile);
    const own = normalised(sourced('appwrite.json', environment.origin, environment.endpoint));
    const matching = config.profiles.filter(
      (each) => each.project === environment.projectId && own && profileEndpoint(each) === own.value,
    );
    if (matching.length === 1) return matching[0];
  }
  return selectProfile(context, config, profile);
}
