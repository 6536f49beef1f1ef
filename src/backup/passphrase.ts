/** Passphrase of encrypted secrets: from the environment, a file or the terminal, never from a flag. */
import { createQuestions } from '../core/prompts/questions.ts';
import type { Services } from '../core/services.ts';
import { usageError } from '../errors.ts';
import { createSources } from '../operations/sources.ts';

const minLength = 8;

export interface PassphraseOptions {
  /** `--passphrase-file`: a path, or `-` for stdin. */
  readonly file: string | undefined;
  /** new: asked twice, and not too short. */
  readonly use: 'new' | 'existing';
}

/**
 * Reads the passphrase.
 * @throws CliError exit 2 if there is none, it is too short for a new backup, or there is no terminal to ask on
 */
export async function readPassphrase(
  { file, use }: PassphraseOptions,
  { context, globals }: Pick<Services, 'context' | 'globals'>,
): Promise<string> {
  const given = file === undefined ? context.env.APPWRITE_BACKUP_PASSPHRASE : await fromFile(file, context);
  if (given !== undefined && given !== '') return checked(given, use);
  if (file !== undefined) throw usageError(`--passphrase-file: ${file} is empty`);
  const ask = createQuestions(context, globals);
  if (!ask.possible)
    throw usageError(
      `the passphrase is missing: ${ask.obstacle}`,
      'set APPWRITE_BACKUP_PASSPHRASE, or give --passphrase-file PATH',
    );
  const flag = '--passphrase-file PATH';
  const message = use === 'new' ? 'Passphrase for the secrets' : 'Passphrase of the backup';
  const typed = await ask.secret({ message, flag, read: (text) => checked(text, use) });
  if (use === 'existing') return typed;
  return ask.secret({
    message: 'The same passphrase again',
    flag,
    read(text) {
      if (text === typed) return text;
      throw usageError('it is not the same');
    },
  });
}

function checked(passphrase: string, use: PassphraseOptions['use']): string {
  if (use === 'existing' || [...passphrase].length >= minLength) return passphrase;
  throw usageError(`a passphrase has at least ${minLength} characters`);
}

async function fromFile(file: string, context: Services['context']): Promise<string> {
  const sources = createSources(context);
  const flag = '--passphrase-file';
  const text = file === '-' ? await sources.stdin(flag) : await sources.file(flag, file);
  return text.replace(/\r?\n$/, '');
}
