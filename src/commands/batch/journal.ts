import { createHash } from 'node:crypto';
import { closeSync, createReadStream, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import { readLines } from '../../bulk/rows/lines.ts';
import type { Context } from '../../context.ts';
import { CliError, usageError } from '../../errors.ts';
import { reasonOf } from '../../lib/files/fs-error.ts';
import { withLock } from '../../lib/files/lock.ts';
import { claim, isOwnedElsewhere, release } from '../../lib/files/ownership.ts';
import { ensurePrivateSubfolder } from '../../lib/files/private-folder.ts';

/** State that earlier runs of a batch left a line in. */
export type EarlierState = 'done' | 'unsure' | undefined;

interface Earlier {
  readonly owner: number;
  readonly done: Set<number>;
  /** Begun and not ended. */
  readonly unsure: Set<number>;
}

const nothing = (): Earlier => ({ owner: 0, done: new Set(), unsure: new Set() });

export interface JournalOptions {
  /** Forget what earlier runs did. */
  readonly restart: boolean;
  /** For waiting until another process releases the lock. */
  readonly clock: Pick<Context, 'now' | 'sleep'>;
  /** Effective user ID of the process; undefined on systems without file owners. */
  readonly uid: number | undefined;
  /** Called if no journal can be written. */
  warn(line: string): void;
}

/**
 * Records which lines of a batch have been begun and done, so that a killed one goes on. It holds positions and nothing of
 * the lines, which may have secrets in them. A record ends with a full stop, which tells a whole one from one cut off.
 */
export class BatchJournal {
  readonly #path: string | undefined;
  readonly #earlier: Earlier;
  readonly #file: number | undefined;

  private constructor(path: string | undefined, earlier: Earlier) {
    this.#path = path;
    this.#earlier = earlier;
    if (path === undefined) return;
    this.#file = openSync(path, 'a', 0o600);
    writeSync(this.#file, `\npid ${pid}.\n`);
  }

  /** Number of lines that earlier runs have done. */
  get done(): number {
    return this.#earlier.done.size;
  }

  earlier(index: number): EarlierState {
    if (this.#earlier.done.has(index)) return 'done';
    return this.#earlier.unsure.has(index) ? 'unsure' : undefined;
  }

  /** Records that a line is about to run. Must be called before. */
  begin(index: number): void {
    this.#write(`+${index}.\n`);
  }

  /** @param isDone false if it failed: the next run tries it again */
  end(index: number, isDone: boolean): void {
    this.#write(`${isDone ? '=' : '-'}${index}.\n`);
  }

  #write(text: string): void {
    if (this.#file === undefined) return;
    try {
      writeSync(this.#file, text);
    } catch {
      // A full disk is no reason to stop; after an interruption the line then counts as not begun, or as unsure.
    }
  }

  /** @param isComplete true if every line is done: deletes the journal */
  close(isComplete: boolean): void {
    if (this.#path === undefined) return;
    closeSync(this.#file!);
    if (isComplete) rmSync(this.#path, { force: true });
    release(this.#path);
  }

  /** Returns a journal that records nothing, for a dry run. */
  static none(): BatchJournal {
    return new BatchJournal(undefined, nothing());
  }

  /**
   * Opens the journal of a batch. The caller must close it.
   * @param folder absolute path of the folder of journals; undefined if there is none
   * @param identity everything that the batch consists of, and where it goes
   * @throws CliError exit 2 if another process runs the same batch
   */
  static async open(
    folder: string | undefined,
    identity: readonly unknown[],
    options: JournalOptions,
  ): Promise<BatchJournal> {
    const lost = 'after an interruption it starts over';
    try {
      if (folder !== undefined) return await BatchJournal.#openIn(folder, identity, options);
      options.warn(`the progress of the batch can't be recorded (HOME is not set): ${lost}`);
    } catch (error) {
      if (error instanceof CliError) throw error;
      options.warn(`the progress of the batch can't be recorded in ${folder} (${reasonOf(error)}): ${lost}`);
    }
    return BatchJournal.none();
  }

  static async #openIn(
    folder: string,
    identity: readonly unknown[],
    { restart, clock, uid }: JournalOptions,
  ): Promise<BatchJournal> {
    if (!ensurePrivateSubfolder(folder, uid)) throw new Error('it belongs to another user');
    const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
    const path = join(folder, `${hash}.log`);
    if (!claim(path)) throw underWay(pid);
    try {
      const earlier = await readEarlier(path);
      let journal: BatchJournal | undefined;
      await withLock(clock, `${path}.lock`, (stillHeld) => {
        if (isOwnedElsewhere(earlier.owner)) throw underWay(earlier.owner);
        if (!stillHeld()) return false;
        if (restart) rmSync(path, { force: true });
        journal = new BatchJournal(path, restart ? nothing() : earlier);
        return true;
      });
      return journal!;
    } catch (error) {
      release(path);
      throw error;
    }
  }
}

async function readEarlier(path: string): Promise<Earlier> {
  const earlier = nothing();
  if (!existsSync(path)) return earlier;
  let owner = 0;
  for await (const { text } of readLines(createReadStream(path, 'utf8'))) {
    const [, word, digits] = /^(pid |[-+=])(\d+)\.$/.exec(text) ?? [];
    const number = Number(digits);
    if (word === 'pid ') owner = number;
    if (word === '+') earlier.unsure.add(number);
    if (word === '=' || word === '-') earlier.unsure.delete(number);
    if (word === '=') earlier.done.add(number);
  }
  return { ...earlier, owner };
}

const underWay = (owner: number) =>
  usageError(`the same batch is running in process ${owner}`, 'wait until it has finished, or stop it');
