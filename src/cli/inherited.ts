import { type GlobalOptions, globalFlags } from '../core/globals.ts';
import { tokenise } from './scan.ts';

/**
 * Returns the words of a line with those flags of the batch that the line does not have itself.
 * @param globals of the batch
 */
export function withFlagsOf(globals: GlobalOptions, words: readonly string[]): string[] {
  const own = new Set(
    tokenise(words, globalFlags).tokens.flatMap(({ parts }) => parts.map(({ found }) => found.flag.key)),
  );
  const inherited = Object.entries(flagWords(globals)).flatMap(([key, texts]) => (own.has(key) ? [] : texts));
  return [...inherited, ...words];
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
    // Nobody can answer the questions of a line.
    noInput: ['--no-input'],
  };
}
