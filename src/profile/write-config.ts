import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { CliError, ExitCode } from '../errors.ts';
import { reasonOf } from '../lib/files/fs-error.ts';
import { withLock } from '../lib/files/lock.ts';
import { ensurePrivateFolder } from '../lib/files/private-folder.ts';
import { realPathOrSame } from '../lib/files/real-path.ts';
import type { Config } from './config.ts';
import { requireConfigFolder } from './paths.ts';
import { readConfigFile } from './read-config.ts';

const configName = 'config.json';
const draftName = 'config.draft';
const lockName = 'config.lock';

/**
 * Changes the config file. Concurrent changes of several processes are serialised, and readers see the old file or the
 * new one, never a part.
 *
 * The owner of this project wants the package conf to write the file, as other CLIs do. Since conf neither locks nor
 * notices a truncated write, it writes a draft under our own lock, and only a complete draft replaces the file.
 * @param change returns the new config for the one on disk; it may be called again and must have no side effects
 * @throws CliError exit 1 if the file is damaged or newer (it is left unchanged) or can't be written; errors of `change`
 */
export async function updateConfig(context: Context, change: (config: Config) => Config): Promise<void> {
  const folder = requireConfigFolder(context);
  ensureConfigFolder(folder, context.uid);
  const { default: Conf } = await import('conf');
  try {
    await withLock(context, join(folder, lockName), (stillHeld) => {
      // The file may link to a collection of dotfiles, and the link must stay.
      const target = realPathOrSame(join(folder, configName));
      const config = change(readConfigFile(context, target));
      sweepDrafts(dirname(target));
      const draft = new Conf<Record<string, unknown>>({
        cwd: dirname(target),
        configName: draftName,
        configFileMode: 0o600,
        serialize: encode,
      });
      return replaceByDraft(draft, config, target, stillHeld);
    });
  } catch (error) {
    throw error instanceof CliError || !isFileError(error)
      ? error
      : notWritable(join(folder, configName), error);
  }
}

/** @throws CliError exit 1 if the folder can't be created, or belongs to another user */
function ensureConfigFolder(folder: string, uid: number | undefined): void {
  let isOwn: boolean;
  try {
    isOwn = ensurePrivateFolder(folder, uid, (name) => name.startsWith('config.'));
  } catch (error) {
    throw notWritable(folder, error);
  }
  if (isOwn) return;
  throw new CliError(ExitCode.failure, `the config folder ${folder} belongs to another user`, {
    hint: 'set APPWRITE_CLI_CONFIG_DIR to a folder of your own',
  });
}

function notWritable(path: string, cause: unknown): CliError {
  return new CliError(ExitCode.failure, `can't write ${path}: ${reasonOf(cause)}`, {
    cause,
    hint: 'set APPWRITE_CLI_CONFIG_DIR to a folder of your own; or keep to APPWRITE_ENDPOINT, APPWRITE_PROJECT_ID and APPWRITE_API_KEY, which need no file',
  });
}

/** The part of conf's API that is used here. */
interface Draft {
  readonly path: string;
  store: Record<string, unknown>;
}

/**
 * Writes the draft and renames it to the target. On a nearly full disk conf does not notice that its text was truncated,
 * so the draft is read back first.
 */
function replaceByDraft(draft: Draft, config: Config, target: string, stillHeld: () => boolean): boolean {
  try {
    draft.store = { ...config };
    const whole = readFileSync(draft.path, 'utf8') === encode(config);
    if (!whole) throw Object.assign(new Error('the draft was cut off'), { code: 'ENOSPC' });
    if (!stillHeld()) return false;
    renameSync(draft.path, target);
    return true;
  } finally {
    rmSync(draft.path, { force: true });
  }
}

function encode(config: object): string {
  return `${JSON.stringify(config, undefined, 2)}\n`;
}

/** Deletes drafts of killed processes, which may hold secrets that have been deleted since. */
function sweepDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${draftName}.`)) rmSync(join(folder, name), { force: true });
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}
