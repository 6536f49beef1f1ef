import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  fsyncSync,
  futimesSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import type { Context } from '../context.ts';
import { CliError, usageError } from '../errors.ts';
import { makeFolders } from '../lib/files/folders.ts';
import { codeOf } from '../lib/files/fs-error.ts';
import { withLock } from '../lib/files/lock.ts';
import { isOwnedElsewhere } from '../lib/files/ownership.ts';
import { BitSet } from './bit-set.ts';
import { readLines } from './rows/lines.ts';

/** How many rows are announced at once as perhaps sent. */
const block = 256;
/** How many finished rows are written at once. A lost note costs one more request, nothing else. */
const batch = 64;
/** A running import touches its journal so often, in milliseconds; one that has not for long is dead. */
const heartbeat = 10_000;
const deadAfter = 60_000;

/** What an earlier run has left. */
interface Left {
  readonly seed: string;
  readonly pid: number;
  readonly sent: number;
  readonly finished: number;
  readonly done: BitSet;
  readonly refused: BitSet;
}

/**
 * Remembers how far an import has come, so that a killed one goes on where it stopped. Rows are known by their number
 * in the file, from 0. Each line of the file ends with a full stop, so that one that was cut off is told from a whole
 * one.
 */
export class ImportJournal {
  /** Where the IDs of this import come from; the same in every run. */
  readonly seed: string;
  /** How many rows earlier runs have finished. */
  readonly finished: number;
  readonly #path: string | undefined;
  readonly #done: BitSet;
  readonly #refused: BitSet;
  /** Rows below this may have been sent by an earlier run. */
  readonly #sentBefore: number;
  #announced: number;
  #notes: string[] = [];
  #file: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string | undefined, left: Left | undefined) {
    this.#path = path;
    this.seed = left?.seed ?? randomBytes(16).toString('hex');
    this.finished = left?.finished ?? 0;
    this.#done = left?.done ?? new BitSet();
    this.#refused = left?.refused ?? new BitSet();
    this.#sentBefore = left?.sent ?? 0;
    this.#announced = this.#sentBefore;
    if (path !== undefined) this.#begin(path, left === undefined);
  }

  #begin(path: string, isNew: boolean): void {
    const file = openSync(path, 'a', 0o600);
    this.#file = file;
    writeSync(file, isNew ? `${JSON.stringify({ version: 1, seed: this.seed })}\n` : '\n');
    writeSync(file, `pid ${pid}.\n`);
    fsyncSync(file);
    this.#timer = setInterval(() => futimesSync(file, new Date(), new Date()), heartbeat).unref();
  }

  /** Whether an earlier run has finished this row. */
  isDone(row: number): boolean {
    return this.#done.has(row);
  }

  /** Whether an earlier run may have sent this row, although it did not see the end of it. */
  mayBeSent(row: number): boolean {
    return row < this.#sentBefore && !this.#refused.has(row);
  }

  /** Must be called before a row is sent. */
  sending(row: number): void {
    if (row < this.#announced) return;
    this.#announced = row + block;
    this.#notes.push(`sent ${this.#announced}.\n`);
    this.#flush();
  }

  done(row: number): void {
    this.#note(`${row}`);
  }

  /** The row was sent, and the server would not have it. */
  refused(row: number): void {
    this.#note(`refused ${row}`);
  }

  /** @param complete whether every row is done, so that there is nothing to go on with */
  close(complete: boolean): void {
    if (this.#file === undefined) return;
    clearInterval(this.#timer);
    this.#flush();
    closeSync(this.#file);
    this.#file = undefined;
    if (complete) rmSync(this.#path!, { force: true });
  }

  #note(text: string): void {
    this.#notes.push(`${text}.\n`);
    if (this.#notes.length >= batch) this.#flush();
  }

  #flush(): void {
    const text = this.#notes.join('');
    this.#notes = [];
    if (this.#file === undefined) return;
    try {
      writeSync(this.#file, text);
    } catch {
      // A full disk is no reason to stop: what is not noted costs a request more when the import goes on.
    }
  }
}

export interface JournalOptions {
  /** Forget what an earlier run has left. */
  readonly restart: boolean;
  /** To wait with for another process that looks at the same journal. */
  readonly clock: Pick<Context, 'now' | 'sleep'>;
  /** Told where no journal can be kept. */
  warn(line: string): void;
}

/**
 * Opens the journal of an import. Whoever opens one must close it.
 * @param folder where journals are kept, absolute; undefined where there is no place: then a killed import can't go on
 * @param identity what makes this import this one: where it goes, and what is in the file
 * @throws CliError exit 2 while the same import is under way
 */
export async function openJournal(
  folder: string | undefined,
  identity: readonly unknown[],
  options: JournalOptions,
): Promise<ImportJournal> {
  const { warn } = options;
  try {
    if (folder !== undefined) return await openFile(folder, identity, options);
    warn(
      'there is nowhere to record how far the import is (HOME is not set): if it is interrupted, it starts over',
    );
  } catch (error) {
    if (error instanceof CliError) throw error;
    warn(
      `how far the import is can't be kept in ${folder} (${codeOf(error)}): if it is interrupted, it starts over`,
    );
  }
  return new ImportJournal(undefined, undefined);
}

async function openFile(
  folder: string,
  identity: readonly unknown[],
  { restart, clock }: JournalOptions,
): Promise<ImportJournal> {
  const name = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, 32);
  const path = join(folder, `${name}.log`);
  makeFolders(folder, 0o700);
  const before = lastChange(path);
  const left = await readJournal(path);
  if (left && isUnderWay(path, left.pid)) throw underWay(`process ${left.pid}`);

  let journal: ImportJournal | undefined;
  await withLock(clock, `${path}.lock`, (stillHeld) => {
    // Whoever was quicker has written its number into it.
    if (lastChange(path) !== before) throw underWay('another process');
    if (!stillHeld()) return false;
    const usable = restart ? undefined : left;
    if (usable === undefined) rmSync(path, { force: true });
    journal = new ImportJournal(path, usable);
    return true;
  });
  return journal!;
}

function lastChange(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.size} ${stats.mtimeNs}`;
}

function underWay(where: string): CliError {
  return usageError(`the same import is under way in ${where}`, 'wait until it is done, or stop it');
}

/** What a journal says, or undefined where there is none that can be read. */
async function readJournal(path: string): Promise<Left | undefined> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return undefined;
  const done = new BitSet();
  const refused = new BitSet();
  let seed: string | undefined;
  let owner = 0;
  let sent = 0;
  let finished = 0;
  for await (const { line, text } of readLines(createReadStream(path, 'utf8'))) {
    if (line === 1) seed = seedIn(text);
    const [, word, digits] = /^(?:(pid|sent|refused) )?(\d+)\.$/.exec(text) ?? [];
    const number = Number(digits);
    if (digits === undefined) continue;
    if (word === 'pid') owner = number;
    else if (word === 'sent') sent = Math.max(sent, number);
    else if (word === 'refused') refused.add(number);
    else if (!done.has(number)) {
      done.add(number);
      finished++;
    }
  }
  return seed === undefined ? undefined : { seed, pid: owner, sent, finished, done, refused };
}

function seedIn(header: string): string | undefined {
  try {
    const { version, seed } = JSON.parse(header);
    return version === 1 && typeof seed === 'string' ? seed : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process that wrote the journal is still at it; the number alone could be another process by now. */
function isUnderWay(path: string, owner: number): boolean {
  return Date.now() - statSync(path).mtimeMs <= deadAfter && isOwnedElsewhere(owner);
}
