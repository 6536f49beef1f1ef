/** Secrets on a line: the text of a flag, a file that it names, or stdin. */
import type { Context } from '../context.ts';
import { usageError } from '../errors.ts';
import { createSources, type Sources } from './sources.ts';

/**
 * Reads the secret of a flag with two forms, such as `--otp` and `--otp-file`.
 * @param given text of the first form, `-` for stdin
 * @param file path of the second form
 * @throws CliError exit 2 if both are given, or the secret can't be read
 */
export async function readSecretFlag(
  flag: string,
  { given, file }: { readonly given: string | undefined; readonly file: string | undefined },
  sources: Sources,
): Promise<string | undefined> {
  if (file !== undefined) return secretFromFile(flag, { given, file }, sources);
  return given === '-' ? secretFromDash(flag, sources) : given;
}

/** @throws CliError exit 2 if the flag has a text too, or the file can't be read */
export async function secretFromFile(
  flag: string,
  { given, file }: { readonly given: unknown; readonly file: string },
  sources: Sources,
): Promise<string> {
  if (given !== undefined) throw usageError(`${flag} is given twice`, `use ${flag} or ${flag}-file`);
  return stripNewline(await sources.file(`${flag}-file`, file));
}

/** @throws CliError exit 2 if stdin is a terminal, which would echo the secret, or empty */
export function secretFromDash(flag: string, sources: Sources): Promise<string> {
  return pipedSecret(flag, `${flag} -`, `use ${flag}-file secret.txt`, sources);
}

/**
 * @param usage the flag as it is written to read stdin
 * @param alternative another way to give the secret, for the hint
 */
async function pipedSecret(
  flag: string,
  usage: string,
  alternative: string,
  sources: Sources,
): Promise<string> {
  const redirected = `… ${usage} < secret.txt`;
  if (sources.stdinEchoes)
    throw usageError(
      `${usage} reads a pipe, and stdin is a terminal`,
      `${alternative}, or redirect stdin as in: ${redirected}`,
    );
  const secret = stripNewline(await sources.stdin(flag));
  if (secret === '') throw usageError(`${usage}: stdin is empty`, `pipe the secret in: ${redirected}`);
  return secret;
}

/** Removes the newline that `echo` or an editor adds to a secret. */
function stripNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/**
 * Reads the secret of a flag such as `--password-stdin`.
 * @throws CliError exit 2 if stdin is a terminal, which would echo the secret, or empty
 */
export function secretFromStdin(context: Context, flag: string): Promise<string> {
  return pipedSecret(flag, flag, `leave ${flag} out to be asked`, createSources(context));
}
