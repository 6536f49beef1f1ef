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
import { readLines } from './rows/lines.ts';

/** Number of rows that are recorded as possibly sent at a time. */
const announcedRows = 256;
/** Number of records that are written together. A lost record costs one more request, nothing else. */
const recordsPerWrite = 64;
/** Interval at which a running import touches its journal. */
const heartbeatMs = 10_000;
/** Age of a journal after which its import counts as dead. */
const maxSilenceMs = 60_000;

/** State of an earlier run. */
interface JournalState {
  readonly seed: string;
  readonly pid: number;
  readonly sent: number;
  readonly finished: number;
  readonly done: BitSet;
  readonly refused: BitSet;
}

/** A set of small non-negative integers, one bit each. */
class BitSet {
  #bytes = new Uint8Array(1024);

  has(index: number): boolean {
    return ((this.#bytes[index >> 3] ?? 0) & (1 << (index & 7))) !== 0;
  }

  add(index: number): void {
    const at = index >> 3;
    if (at >= this.#bytes.length) {
      const grown = new Uint8Array(Math.max(at + 1, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[at]! |= 1 << (index & 7);
  }
}

/**
 * Records the progress of an import, so that a killed one resumes. Rows are identified by their number in the file,
 * from 0. Each line of the journal ends with a full stop, which tells a complete line from one that was cut off.
 */
export class ImportJournal {
  /** Seed of the generated IDs; the same in every run. */
  readonly seed: string;
  /** Number of rows that earlier runs have finished. */
  readonly finished: number;
  readonly #path: string | undefined;
  readonly #done: BitSet;
  readonly #refused: BitSet;
  /** Rows below this may have been sent by an earlier run. */
  readonly #sentBefore: number;
  #announced: number;
  #records: string[] = [];
  #file: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string | undefined, state: JournalState | undefined) {
    this.#path = path;
    this.seed = state?.seed ?? randomBytes(16).toString('hex');
    this.finished = state?.finished ?? 0;
    this.#done = state?.done ?? new BitSet();
    this.#refused = state?.refused ?? new BitSet();
    this.#sentBefore = state?.sent ?? 0;
    this.#announced = this.#sentBefore;
    if (path !== undefined) this.#begin(path, state === undefined);
  }

  #begin(path: string, isNew: boolean): void {
    const file = openSync(path, 'a', 0o600);
    this.#file = file;
    writeSync(file, isNew ? `${JSON.stringify({ version: 1, seed: this.seed })}\n` : '\n');
    writeSync(file, `pid ${pid}.\n`);
    fsyncSync(file);
    this.#timer = setInterval(() => futimesSync(file, new Date(), new Date()), heartbeatMs).unref();
  }

  /** True if an earlier run has finished this row. */
  isDone(row: number): boolean {
    return this.#done.has(row);
  }

  /** True if an earlier run may have sent this row without seeing the response. */
  mayBeSent(row: number): boolean {
    return row < this.#sentBefore && !this.#refused.has(row);
  }

  /** Records that a row may be sent. Must be called before. */
  sending(row: number): void {
    if (row < this.#announced) return;
    this.#announced = row + announcedRows;
    this.#records.push(`sent ${this.#announced}.\n`);
    this.#flush();
  }

  done(row: number): void {
    this.#record(`${row}`);
  }

  /** Records that the server has refused a row, so that it is not there. */
  refused(row: number): void {
    this.#record(`refused ${row}`);
  }

  /** @param complete true if every row is done: deletes the journal */
  close(complete: boolean): void {
    if (this.#file === undefined) return;
    clearInterval(this.#timer);
    this.#flush();
    closeSync(this.#file);
    this.#file = undefined;
    if (complete) rmSync(this.#path!, { force: true });
  }

  #record(text: string): void {
    this.#records.push(`${text}.\n`);
    if (this.#records.length >= recordsPerWrite) this.#flush();
  }

  #flush(): void {
    const text = this.#records.join('');
    this.#records = [];
    if (this.#file === undefined) return;
    try {
      writeSync(this.#file, text);
    } catch {
      // A full disk is no reason to stop: an unrecorded row costs one more request when the import resumes.
    }
  }
}

export interface JournalOptions {
  /** Discard the state of an earlier run. */
  readonly restart: boolean;
  /** For waiting until another process releases the lock. */
  readonly clock: Pick<Context, 'now' | 'sleep'>;
  /** Called if no journal can be written. */
  warn(line: string): void;
}

/**
 * Opens the journal of an import. The caller must close it.
 * @param folder absolute path of the folder of journals; undefined if there is none: a killed import then starts over
 * @param identity values that identify the import: the destination and the digest of the file
 * @throws CliError exit 2 if another process runs the same import
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
  const earlier = await readJournal(path);
  if (earlier && isRunningImport(path, earlier.pid)) throw underWay(`process ${earlier.pid}`);

  let journal: ImportJournal | undefined;
  await withLock(clock, `${path}.lock`, (stillHeld) => {
    // A process that was faster has written its ID into the journal.
    if (lastChange(path) !== before) throw underWay('another process');
    if (!stillHeld()) return false;
    const usable = restart ? undefined : earlier;
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

function underWay(processName: string): CliError {
  return usageError(`the same import is under way in ${processName}`, 'wait until it is done, or stop it');
}

/** Returns the state in a journal, or undefined if there is no readable one. */
async function readJournal(path: string): Promise<JournalState | undefined> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return undefined;
  const done = new BitSet();
  const refused = new BitSet();
  let seed: string | undefined;
  let owner = 0;
  let sent = 0;
  let finished = 0;
  for await (const { line, text } of readLines(createReadStream(path, 'utf8'))) {
    if (line === 1) seed = readSeed(text);
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

function readSeed(header: string): string | undefined {
  try {
    const { version, seed } = JSON.parse(header);
    return version === 1 && typeof seed === 'string' ? seed : undefined;
  } catch {
    return undefined;
  }
}

/** True if the process that wrote the journal still runs. Its ID alone may have been reused by another process. */
function isRunningImport(path: string, owner: number): boolean {
  return Date.now() - statSync(path).mtimeMs <= maxSilenceMs && isOwnedElsewhere(owner);
}
