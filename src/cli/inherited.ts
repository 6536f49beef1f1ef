import { type GlobalOptions, globalFlags } from '../core/globals.ts';
import { type CommandLine, tokenise } from './scan.ts';

/**
 * Returns the function that gives a line those flags of the batch that it does not have itself.
 * @param globals of the batch
 */
export function inheritedFlags(globals: GlobalOptions): (line: CommandLine) => CommandLine {
  // A word each, so that a token needs no other.
  const inherited = Object.entries(flagWords(globals)).flatMap(([key, words]) =>
    tokenise(words, globalFlags).tokens.map((token) => ({ key, token })),
  );
  return (line) => {
    const own = new Set(line.tokens.flatMap(({ parts }) => parts.map(({ found }) => found.flag.key)));
    const added = inherited.flatMap(({ key, token }) => (own.has(key) ? [] : [token]));
    return { ...line, tokens: [...added, ...line.tokens] };
  };
}

/** The words that give the flags again, by the key of the flag. */
function flagWords(globals: GlobalOptions): Record<string, readonly string[]> {
  const value = (flag: string, text: string | number | undefined) =>
    text === undefined ? [] : [`${flag}=${text}`];
  const choice = (flag: string, isGiven: boolean) => (isGiven ? [flag] : []);
  const { profile, endpoint, project, locale, apiVersion, requestTimeoutMs, retries } = globals;
  return {
    profile: value('--profile', profile),
    endpoint: value('--endpoint', endpoint),
    project: value('--project', project),
    locale: value('--locale', locale),
    apiVersion: value('--api-version', apiVersion),
    requestTimeout: value('--request-timeout', requestTimeoutMs && requestTimeoutMs / 1000),
    retries: value('--retries', retries),
    yes: choice('--yes', globals.yes),
    dryRun: choice('--dry-run', globals.dryRun),
    insecure: choice('--insecure', globals.insecure),
    verbose: Array.from({ length: globals.verbose }, () => '--verbose'),
    // A line has no one to answer its questions.
    noInput: ['--no-input'],
  };
}
