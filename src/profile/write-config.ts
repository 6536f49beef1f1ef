import { readdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';
import { withLock } from '../lib/files/lock.ts';
import type { Config } from './config.ts';
import { requireConfigFolder } from './paths.ts';
import { ensurePrivateFolder, notWritable } from './private-folder.ts';
import { readConfigFile } from './read-config.ts';

const configName = 'config.json';
const draftName = 'config.draft';
const lockName = 'config.lock';

/**
 * Changes the config file. Of many processes that do so at once each one's change is kept, and a reader sees either
 * the old file or the new one, whole.
 * @param change makes the new config from the one that is on disk; it may be called again and must have no effects
 * @throws CliError exit 1 where the file is damaged or newer (it stays as it is) or can't be written; what `change`
 *   throws
 */
export async function updateConfig(context: Context, change: (config: Config) => Config): Promise<void> {
  const folder = requireConfigFolder(context);
  ensurePrivateFolder(context, folder, (name) => name.startsWith('config.'));
  const { default: Conf } = await import('conf');
  try {
    await withLock(context, join(folder, lockName), (stillHeld) => {
      const target = realTarget(join(folder, configName));
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

/** The library's file, as far as it is used here. */
interface Draft {
  readonly path: string;
  store: Record<string, unknown>;
}

/**
 * conf writes a draft, and only a whole one takes the file's place: on a disk that is nearly full conf does not notice
 * that its text was cut off.
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

/** A config file may be a link into somebody's collection of dotfiles: what it leads to is replaced, not the link. */
function realTarget(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Drafts that killed processes left behind; they may hold secrets that have since been forgotten. */
function sweepDrafts(folder: string): void {
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${draftName}.`)) rmSync(join(folder, name), { force: true });
  }
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'code' in error;
}
