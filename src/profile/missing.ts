import { CliError, ExitCode } from '../errors.ts';
import { listed } from '../lib/text/words.ts';
import type { Gathered } from './collect-settings.ts';
import { asArgument } from './names.ts';

/** What a command needs and has not got. */
export interface Missing {
  readonly endpoint: boolean;
  readonly project: boolean;
  /** The variable that would hold the credential, where one is missing. */
  readonly credential: string | undefined;
}

type Profiles = Pick<Gathered, 'own' | 'profile' | 'profiles'>;

/**
 * The error for what is missing, all of it at once, with the ways to provide it.
 * @param there what there is
 * @returns undefined where nothing is missing
 */
export function missingError(missing: Missing, there: Profiles): CliError | undefined {
  const { endpoint, project, credential } = missing;
  const names = [
    ...(endpoint ? ['endpoint'] : []),
    ...(project ? ['project'] : []),
    ...(credential ? ['credential'] : []),
  ];
  if (names.length === 0) return undefined;
  const ways = [throughProfile(missing, there), throughVariables(missing)];
  // Who has set a variable for the credential will sooner set the others.
  if (there.own) ways.reverse();
  const isNewcomer = endpoint && !there.own && there.profiles.length === 0;
  const trial = isNewcomer ? '; appwrite-cli sandbox run -- COMMAND needs none of this' : '';
  return new CliError(ExitCode.auth, `no ${listed(names, 'or')} is set${whyNot(there)}`, {
    hint: `${ways.filter((way) => way !== undefined).join(', or ')}${trial}`,
  });
}

/** Why no profile has it. */
function whyNot({ profile, profiles }: Profiles): string {
  if (profile) return `, and profile "${profile.name}" has none`;
  return profiles.length === 0 ? '' : ', and no profile is current';
}

function throughProfile(
  { endpoint, credential }: Missing,
  { own, profile, profiles }: Profiles,
): string | undefined {
  const onlyProject = !endpoint && credential === undefined;
  if (profile && credential) return `run appwrite-cli login --profile ${asArgument(profile.name)}`;
  if (profile) {
    // Only with a session of the console there are projects to choose from.
    const canChoose = !own && profile.credential?.kind === 'console';
    return onlyProject && canChoose ? 'choose one for this folder with appwrite-cli init' : undefined;
  }
  const [only, ...others] = profiles.map(({ name }) => name);
  if (only === undefined) return onlyProject ? undefined : 'run appwrite-cli login';
  if (others.length === 0) return `run appwrite-cli profile use ${asArgument(only)}`;
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
