/** Names characters that are not what they look like. Loaded only for lines beyond ASCII. */
import type { Flag, FlagTexts } from '../core/flags.ts';
import { CliError, ExitCode, usageError } from '../errors.ts';
import { asAscii, explainLookAlike, findLookAlike } from '../lib/text/look-alikes.ts';
import { knownSpellings, type ParsedFlags } from './scan.ts';

/**
 * Returns the error for a word that would be a flag with a hyphen in place of the dash it begins with, and is taken for an
 * argument or an item of a list: `—json` for `--json`.
 * @param flags every flag of the line
 */
export function dashForHyphen({ words, input }: ParsedFlags, flags: readonly Flag[]): CliError | undefined {
  const known = knownSpellings(flags);
  for (const word of [...words, ...itemsOf(input, flags)]) {
    const [name = ''] = word.split('=');
    const bare = asAscii(name).replace(/^-+/, '');
    const meant = bare.length === 1 ? `-${bare}` : `--${bare}`;
    const lookAlike = name.startsWith('-') ? undefined : findLookAlike(name);
    if (!lookAlike || !asAscii(name).startsWith('-') || !known.has(meant)) continue;
    return usageError(`"${name}" begins with ${explainLookAlike(lookAlike)}`, `did you mean ${meant}?`);
  }
  return undefined;
}

function itemsOf(input: FlagTexts, flags: readonly Flag[]): readonly string[] {
  return flags.filter(({ arity }) => arity === 'variadic').flatMap(({ key }) => input[key] ?? []);
}

/** Adds to a usage error that quotes a look-alike what that is; returns other errors unchanged. */
export function withLookAlike(error: unknown): unknown {
  if (!(error instanceof CliError) || error.exitCode !== ExitCode.usage) return error;
  const { message, hint, excerpt, exitCode } = error;
  const found = /U\+[0-9A-F]{4}/.test(message) ? undefined : findLookAlike(`${message}\n${excerpt ?? ''}`);
  if (!found) return error;
  const note = `it contains ${explainLookAlike(found)}`;
  return new CliError(exitCode, message, {
    excerpt,
    hint: hint === undefined ? note : `${note}; ${hint}`,
    cause: error,
  });
}
