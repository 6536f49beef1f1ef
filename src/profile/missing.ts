import { CliError, ExitCode } from '../errors.ts';
import { listed } from '../text/words.ts';

/** What a command needs and has not got. */
export interface Missing {
  readonly endpoint: boolean;
  readonly project: boolean;
  /** The variable that would hold the credential, where one is missing. */
  readonly credential: string | undefined;
}

/**
 * The error for what is missing, all of it at once, with the ways to provide it.
 * @returns undefined where nothing is
 */
export function missingError({ endpoint, project, credential }: Missing): CliError | undefined {
  const names = [
    ...(endpoint ? ['endpoint'] : []),
    ...(project ? ['project'] : []),
    ...(credential ? ['credential'] : []),
  ];
  if (names.length === 0) return undefined;
  const variables = [
    ...(endpoint ? ['APPWRITE_ENDPOINT (--endpoint)'] : []),
    ...(project ? ['APPWRITE_PROJECT_ID (--project)'] : []),
    ...(credential ? [credential] : []),
  ];
  return new CliError(ExitCode.auth, `no ${listed(names, 'or')} is set`, {
    hint: `set ${listed(variables, 'and')}, or keep a profile with appwrite-cli login or appwrite-cli profile add`,
  });
}
