/** The seed of a scrubbed copy or backup. It is kept until that is whole, so that a run after an interruption goes on with it. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pid } from 'node:process';
import { codeOf, reasonOf } from '../../lib/files/fs-error.ts';
import { ensurePrivateSubfolder } from '../../lib/files/private-folder.ts';

export interface Seed {
  readonly text: string;
  /** True if an earlier run has used it. */
  readonly isResumed: boolean;
  /** Deletes it: nothing can then compute a replacement again. */
  forget(): void;
}

export interface SeedSettings {
  /** Absolute path of the folder of this program's state; undefined if there is none. */
  readonly stateFolder: string | undefined;
  /** Effective user ID of the process; undefined on systems without file owners. */
  readonly uid: number | undefined;
  /** Called if the seed can't be kept. */
  warn(line: string): void;
}

const form = /^[0-9a-f]{64}$/;

/**
 * Returns the seed of a copy or a backup: that of an interrupted run, otherwise a new one.
 * @param identity everything that identifies it: both projects, or the project and the path
 */
export function openSeed(identity: readonly unknown[], { stateFolder, uid, warn }: SeedSettings): Seed {
  const fresh = { text: randomBytes(32).toString('hex'), isResumed: false, forget: () => {} };
  const unkept = (reason: string) => {
    warn(
      `the seed of the replacements can't be kept (${reason}): a run after an interruption uses other ones`,
    );
    return fresh;
  };
  if (stateFolder === undefined) return unkept('HOME is not set');
  const name = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
  const path = join(stateFolder, 'scrub', `${name}.seed`);
  const forget = () => rmSync(path, { force: true });
  try {
    if (!ensurePrivateSubfolder(dirname(path), uid)) return unkept(`${dirname(path)} is another user's`);
    const stored = readSeed(path);
    if (stored !== undefined) return { text: stored, isResumed: true, forget };
    writeFileSync(`${path}.${pid}`, fresh.text, { mode: 0o600 });
    renameSync(`${path}.${pid}`, path);
    return { ...fresh, forget };
  } catch (error) {
    return unkept(reasonOf(error));
  }
}

function readSeed(path: string): string | undefined {
  try {
    const text = readFileSync(path, 'utf8');
    return form.test(text) ? text : undefined;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
