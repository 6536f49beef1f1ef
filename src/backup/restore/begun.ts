/** Journal of a restore: which items it has begun, so that a later run finishes them instead of calling them foreign. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import { readLines } from '../../bulk/rows/lines.ts';
import type { Context } from '../../context.ts';
import { CliError, usageError } from '../../errors.ts';
import { appendWhole } from '../../lib/files/append.ts';
import { reasonOf } from '../../lib/files/fs-error.ts';
import { withLock } from '../../lib/files/lock.ts';
import { claim, isOwnedElsewhere, release } from '../../lib/files/ownership.ts';
import { ensurePrivateSubfolder } from '../../lib/files/private-folder.ts';

const hashOf = (value: unknown) =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);

/** The IDs that a restore has begun of one part. */
export class BegunItems {
  readonly #earlier: Set<string>;
  readonly #now = new Set<string>();
  readonly #file: number | undefined;
  readonly #onLost: (error: unknown) => void;

  /**
   * @param file descriptor of its record; undefined if there is none
   * @param onLost called with the error if something can't be recorded
   */
  constructor(earlier: Set<string>, file: number | undefined, onLost: (error: unknown) => void) {
    this.#earlier = earlier;
    this.#file = file;
    this.#onLost = onLost;
  }

  /** True if an earlier run has begun the item, and did not finish it. */
  wasBegun(id: string): boolean {
    return this.#earlier.has(id);
  }

  /** True if this run or an earlier one has begun the item, and it is not finished. */
  has(id: string): boolean {
    return this.#earlier.has(id) || this.#now.has(id);
  }

  /** Records that items that the target does not have are about to be created. Must be called before. */
  begin(ids: readonly string[]): void {
    const added = ids.filter((id) => !this.has(id));
    for (const id of added) this.#now.add(id);
    this.#write(added.map((id) => `+${id}.\n`).join(''));
  }

  /** Records that an item is finished, or that it turned out to be of someone else. */
  end(id: string): void {
    if (!this.has(id)) return;
    this.#earlier.delete(id);
    this.#now.delete(id);
    this.#write(`-${id}.\n`);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
  }

  #write(text: string): void {
    if (this.#file === undefined || text === '') return;
    try {
      appendWhole(this.#file, text);
    } catch (error) {
      // A full disk here is no reason to stop the restore of a server.
      this.#onLost(error);
    }
  }
}

interface JournalSettings {
  /** For waiting until another process releases the lock. */
  readonly clock: Pick<Context, 'now' | 'sleep'>;
  /** Effective user ID of the process; undefined on systems without file owners. */
  readonly uid: number | undefined;
  /** Called if no journal can be written. */
  warn(line: string): void;
}

export class RestoreJournal {
  /** True if an earlier run of the same restore was interrupted. */
  readonly isResumed: boolean;
  readonly #folder: string | undefined;
  /** Warns once that items can't be recorded. */
  readonly #onLost: (error: unknown) => void;

  private constructor(
    folder: string | undefined,
    isResumed: boolean,
    { warn }: Pick<JournalSettings, 'warn'>,
  ) {
    this.#folder = folder;
    this.isResumed = isResumed;
    let isLost = false;
    this.#onLost = (error) => {
      if (!isLost) warn(lost(`in ${folder} (${reasonOf(error)})`));
      isLost = true;
    };
  }

  /** True if a run of the restore was interrupted. */
  static wasInterrupted(parent: string | undefined, identity: readonly unknown[]): boolean {
    return parent !== undefined && existsSync(join(parent, hashOf(identity)));
  }

  /**
   * Opens the journal of a restore. The caller must close it.
   * @param parent absolute path of the folder of journals; undefined if there is none
   * @param identity everything that identifies the restore: the backup and the target
   * @throws CliError exit 2 if another process runs the same restore
   */
  static async open(
    parent: string | undefined,
    identity: readonly unknown[],
    settings: JournalSettings,
  ): Promise<RestoreJournal> {
    try {
      if (parent !== undefined) return await RestoreJournal.#openIn(parent, hashOf(identity), settings);
      settings.warn(lost('(HOME is not set)'));
    } catch (error) {
      if (error instanceof CliError) throw error;
      settings.warn(lost(`in ${parent} (${reasonOf(error)})`));
    }
    return new RestoreJournal(undefined, false, settings);
  }

  static async #openIn(parent: string, name: string, settings: JournalSettings): Promise<RestoreJournal> {
    const { clock, uid } = settings;
    if (!ensurePrivateSubfolder(parent, uid)) throw new Error('it belongs to another user');
    const folder = join(parent, name);
    if (!claim(folder)) throw underWay(pid);
    try {
      let isResumed = false;
      await withLock(clock, `${folder}.lock`, (stillHeld) => {
        isResumed = existsSync(folder);
        const owner = join(folder, 'owner');
        const other = isResumed && existsSync(owner) ? Number(readFileSync(owner, 'utf8')) : 0;
        if (other > 0 && isOwnedElsewhere(other)) throw underWay(other);
        if (!stillHeld()) return false;
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(owner, `${pid}\n`, { mode: 0o600 });
        return true;
      });
      return new RestoreJournal(folder, isResumed, settings);
    } catch (error) {
      release(folder);
      throw error;
    }
  }

  /** Opens the record of a part. The caller must close it. @param name unique among parts */
  async part(name: string): Promise<BegunItems> {
    if (this.#folder === undefined) return new BegunItems(new Set(), undefined, this.#onLost);
    const path = join(this.#folder, `${hashOf(name)}.log`);
    const begun = new Set<string>();
    if (existsSync(path))
      for await (const { text } of readLines(createReadStream(path, 'utf8'))) {
        // A line that was cut off has no full stop: its request was never sent.
        const [, sign, id] = /^([+-])(.+)\.$/.exec(text) ?? [];
        if (sign === '+') begun.add(id!);
        else if (sign === '-') begun.delete(id!);
      }
    return new BegunItems(begun, this.#openToAppend(path), this.#onLost);
  }

  /** @returns undefined if the file can't be written */
  #openToAppend(path: string): number | undefined {
    try {
      const file = openSync(path, 'a', 0o600);
      // A line that was cut off by a kill must not swallow the next one.
      appendWhole(file, '\n');
      return file;
    } catch (error) {
      this.#onLost(error);
      return undefined;
    }
  }

  /** @param isFinished true if nothing is left to do: deletes the journal */
  close(isFinished: boolean): void {
    if (this.#folder === undefined) return;
    if (isFinished) rmSync(this.#folder, { recursive: true, force: true });
    else rmSync(join(this.#folder, 'owner'), { force: true });
    release(this.#folder);
  }
}

const lost = (why: string) =>
  `the progress of the restore can't be recorded ${why}: after an interruption it may call its own unfinished items conflicts`;

const underWay = (owner: number) =>
  usageError(`the same restore is running in process ${owner}`, 'wait until it has finished, or stop it');
