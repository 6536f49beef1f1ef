import { CliError, ExitCode } from '../errors.ts';
import { shellWord } from '../lib/text/shell-quote.ts';
import { listed } from '../lib/text/words.ts';
import type { CollectedSettings } from './collect-settings.ts';

/** Required values that no source has. */
export interface Missing {
  readonly endpoint: boolean;
  readonly project: boolean;
  /** The variable that would provide the missing credential; undefined if none is missing. */
  readonly credential: string | undefined;
  /** True if the request can't be sent without the session of a console login. */
  readonly consoleSession: boolean;
}

type Profiles = Pick<CollectedSettings, 'fromEnvironment' | 'profile' | 'profiles'>;

/**
 * Returns one error for all missing values, with the ways to provide them, or undefined if nothing is missing.
 * @param present the collected settings
 */
export function missingError(missing: Missing, present: Profiles): CliError | undefined {
  const { endpoint, project, credential, consoleSession } = missing;
  const names = [
    ...(endpoint ? ['endpoint'] : []),
    ...(project ? ['project'] : []),
    ...(credential ? ['credential'] : []),
    ...(consoleSession ? ['console session'] : []),
  ];
  if (names.length === 0) return undefined;
  if (consoleSession) return noSession(names, present);
  const ways = [throughProfile(missing, present), throughVariables(missing)];
  // If the credential comes from the environment, suggest variables for the rest first.
  if (present.fromEnvironment) ways.reverse();
  const isNewcomer = endpoint && !present.fromEnvironment && present.profiles.length === 0;
  const trial = isNewcomer ? '; appwrite-cli sandbox run -- COMMAND needs none of this' : '';
  return new CliError(ExitCode.auth, `no ${listed(names, 'or')} is set${profileProblem(present)}`, {
    hint: `${ways.filter((way) => way !== undefined).join(', or ')}${trial}`,
  });
}

/** Only a login provides a session: no variable holds one. */
function noSession(names: readonly string[], { profile, profiles }: Profiles): CliError {
  const holds = profile?.credential?.kind === 'key' ? ' but an API key' : '';
  const other = profiles.find(({ credential }) => credential?.kind === 'console');
  const renewed = profile && !profile.credential ? ` --profile ${shellWord(profile.name)}` : '';
  const login = `run appwrite-cli login${renewed}`;
  return new CliError(
    ExitCode.auth,
    `this needs a console login, and no ${listed(names, 'or')} is set${profileProblem({ profile, profiles })}${holds}`,
    { hint: other ? `${login}, or use --profile ${shellWord(other.name)}` : login },
  );
}

/** Explains why no profile has the value, as the end of a sentence. */
function profileProblem({ profile, profiles }: Omit<Profiles, 'fromEnvironment'>): string {
  if (profile) return `, and profile "${profile.name}" has none`;
  return profiles.length === 0 ? '' : ', and no profile is current';
}

function throughProfile(
  { endpoint, credential }: Missing,
  { fromEnvironment, profile, profiles }: Profiles,
): string | undefined {
  const onlyProject = !endpoint && credential === undefined;
  if (profile && credential) return `run appwrite-cli login --profile ${shellWord(profile.name)}`;
  if (profile) {
    // Only a console session can list projects to choose from.
    const canChoose = !fromEnvironment && profile.credential?.kind === 'console';
    return onlyProject && canChoose ? 'choose one for this folder with appwrite-cli init' : undefined;
  }
  const [only, ...others] = profiles.map(({ name }) => name);
  if (only === undefined) return onlyProject ? undefined : 'run appwrite-cli login';
  if (others.length === 0) return `run appwrite-cli profile use ${shellWord(only)}`;
  return `choose a profile with appwrite-cli profile use NAME (${[only, ...others].join(', ')})`;
}

function throughVariables({ endpoint, project, credential }: Missing): string {
  if (!endpoint && credential === undefined) return 'name one with --project ID or APPWRITE_PROJECT_ID';
  const variables = [
    ...(endpoint ? ['APPWRITE_ENDPOINT (--endpoint)'] : []),
    ...(project ? ['APPWRITE_PROJECT_ID (--project)'] : []),
    ...(credential ? [credential] : []),
  ];
  return `set ${listed(variables, 'and')}`;
}
