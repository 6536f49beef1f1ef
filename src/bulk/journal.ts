import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  fsyncSync,
  futimesSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { pid } from 'node:process';
import type { Context } from '../context.ts';
import { CliError, usageError } from '../errors.ts';
import { appendWhole } from '../lib/files/append.ts';
import { reasonOf } from '../lib/files/fs-error.ts';
import { withLock } from '../lib/files/lock.ts';
import { isOwnedElsewhere } from '../lib/files/ownership.ts';
import { ensurePrivateSubfolder } from '../lib/files/private-folder.ts';
import { counted } from '../lib/text/words.ts';
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
  /** SHA-256 of the content that it imported last. */
  readonly digest: string;
  /** True if it has imported more than one content. */
  readonly hasChanged: boolean;
  readonly pid: number;
  readonly sent: number;
  readonly finished: number;
  /** Checksum of each finished row; 0: not finished. */
  readonly done: Numbers;
  /** 1 for each refused row. */
  readonly refused: Numbers;
}

/** A list of 32-bit numbers that grows; 0 where none has been set. */
class Numbers {
  #values = new Uint32Array(1024);

  get(index: number): number {
    return this.#values[index] ?? 0;
  }

  set(index: number, value: number): void {
    if (index >= this.#values.length) {
      const grown = new Uint32Array(Math.max(index + 1, this.#values.length * 2));
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[index] = value;
  }
}

/**
 * Records the progress of an import, so that a killed one resumes. Rows are identified by their number in the file,
 * from 0. Each line of the journal ends with a full stop, which tells a complete line from one that was cut off.
 *
 * It is a hint: the caller asks the server if the rows are there, and forgets those that are not.
 */
export class ImportJournal {
  /** Seed of the generated IDs; the same in every run. */
  readonly seed: string;
  /** Number of rows that earlier runs have finished. */
  readonly finished: number;
  /** True if earlier runs had another content of the file, so that rows may be there with their earlier values. */
  readonly hasChanged: boolean;
  readonly #path: string | undefined;
  readonly #digest: string;
  readonly #isNewDigest: boolean;
  readonly #done: Numbers;
  readonly #refused: Numbers;
  /** Rows below this may have been sent by an earlier run. */
  readonly #sentBefore: number;
  #announced: number;
  #records: string[] = [];
  #file: number | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string | undefined, digest: string, state: JournalState | undefined) {
    this.#path = path;
    this.#digest = digest;
    this.#isNewDigest = state !== undefined && state.digest !== digest;
    this.hasChanged = state?.hasChanged === true || this.#isNewDigest;
    this.seed = state?.seed ?? randomBytes(16).toString('hex');
    this.finished = state?.finished ?? 0;
    this.#done = state?.done ?? new Numbers();
    this.#refused = state?.refused ?? new Numbers();
    this.#sentBefore = state?.sent ?? 0;
    this.#announced = this.#sentBefore;
    if (path !== undefined) this.#begin(path, state === undefined);
  }

  #begin(path: string, isNew: boolean): void {
    const file = openSync(path, 'a', 0o600);
    this.#file = file;
    writeSync(
      file,
      isNew ? `${JSON.stringify({ version: 2, seed: this.seed, digest: this.#digest })}\n` : '\n',
    );
    writeSync(file, `pid ${pid}.\n`);
    fsyncSync(file);
    this.#timer = setInterval(() => futimesSync(file, new Date(), new Date()), heartbeatMs).unref();
  }

  /** Goes on with the changed content of the file, once the rows that are done have turned out to be the same. */
  adoptContent(): void {
    if (!this.#isNewDigest) return;
    this.#records.push(`digest ${this.#digest}.\n`);
    this.#flush();
  }

  /** True if an earlier run has finished this row. */
  isDone(row: number): boolean {
    return this.#done.get(row) !== 0;
  }

  /** True if an earlier run has finished this row when it had this checksum. */
  isDoneAs(row: number, checksum: number): boolean {
    return this.#done.get(row) === storable(checksum);
  }

  /** Makes a row that was done one that may have been sent, since it is not there. */
  forget(row: number): void {
    this.#done.set(row, 0);
  }

  /** True if an earlier run may have sent this row without seeing the response. */
  mayBeSent(row: number): boolean {
    return row < this.#sentBefore && this.#refused.get(row) === 0;
  }

  /** Records that a row may be sent. Must be called before. */
  sending(row: number): void {
    if (row < this.#announced) return;
    this.#announced = row + announcedRows;
    this.#records.push(`sent ${this.#announced}.\n`);
    this.#flush();
  }

  /** @param checksum 32 bits, of the row's values */
  done(row: number, checksum: number): void {
    this.#record(`${row} ${storable(checksum).toString(16)}`);
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
      appendWhole(this.#file, text);
    } catch {
      // A full disk is no reason to stop: an unrecorded row costs one more request when the import resumes.
    }
  }
}

/** 0 marks a row that is not done. */
const storable = (checksum: number) => checksum >>> 0 || 1;

/** Identity of an import across runs. */
export interface ImportIdentity {
  /** Target of the rows, and the flags that decide how they are sent. */
  readonly destination: readonly unknown[];
  /** Name of the file, for messages. */
  readonly name: string;
  /** Absolute path of the file; undefined for stdin, which has no past. */
  readonly path: string | undefined;
  /** SHA-256 of the content. */
  readonly digest: string;
}

/** Treatment of an earlier run: discard its state, or go on even if the file has changed. */
export type EarlierRun = 'restart' | 'resume';

export interface JournalOptions {
  /** If undefined, goes on only if the file has not changed. */
  readonly earlierRun: EarlierRun | undefined;
  /** For waiting until another process releases the lock. */
  readonly clock: Pick<Context, 'now' | 'sleep'>;
  /** Effective user ID of the process; undefined on systems without file owners. */
  readonly uid: number | undefined;
  /** Called if no journal can be written. */
  warn(line: string): void;
}

/**
 * Opens the journal of an import: that of the same content, under whatever path, otherwise that of the same path. The
 * caller must close it.
 * @param folder absolute path of the folder of journals; undefined if there is none: a killed import then starts over
 * @throws CliError exit 2 if another process runs the same import, or the file has changed since an earlier run
 */
export async function openJournal(
  folder: string | undefined,
  identity: ImportIdentity,
  options: JournalOptions,
): Promise<ImportJournal> {
  const { warn } = options;
  try {
    if (folder !== undefined) return await openFile(folder, identity, options);
    warn(
      "the progress of the import can't be recorded (HOME is not set): after an interruption it starts over",
    );
  } catch (error) {
    if (error instanceof CliError) throw error;
    warn(
      `the progress of the import can't be recorded in ${folder} (${reasonOf(error)}): after an interruption it starts over`,
    );
  }
  return new ImportJournal(undefined, identity.digest, undefined);
}

async function openFile(
  folder: string,
  identity: ImportIdentity,
  { earlierRun, clock, uid }: JournalOptions,
): Promise<ImportJournal> {
  if (!ensurePrivateSubfolder(folder, uid)) throw new Error('it belongs to another user');
  const path = await findJournal(folder, identity);
  const before = lastChange(path);
  const earlier = await readJournal(path);
  if (earlier && isRunningImport(path, earlier.pid)) throw underWay(`process ${earlier.pid}`);
  if (earlier && earlier.digest !== identity.digest && earlier.sent > 0 && earlierRun === undefined)
    throw changedFile(identity.name, earlier.finished);

  let journal: ImportJournal | undefined;
  await withLock(clock, `${path}.lock`, (stillHeld) => {
    // A process that was faster has written its ID into the journal.
    if (lastChange(path) !== before) throw underWay('another process');
    if (!stillHeld()) return false;
    const usable = earlierRun === 'restart' ? undefined : earlier;
    if (usable === undefined) rmSync(path, { force: true });
    journal = new ImportJournal(path, identity.digest, usable);
    return true;
  });
  return journal!;
}

/** Returns the path of the journal to use, which may not exist yet. */
async function findJournal(folder: string, identity: ImportIdentity): Promise<string> {
  const { destination, path, digest } = identity;
  const hash = (value: unknown) =>
    createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 24);
  const prefix = `${hash(destination)}-`;
  const own = join(folder, `${prefix}${hash(path ?? digest)}.log`);
  if ((await readJournal(own))?.digest === digest) return own;
  // The file may have been moved since.
  for (const name of readdirSync(folder)) {
    const other = join(folder, name);
    const isCandidate = name.startsWith(prefix) && name.endsWith('.log');
    if (isCandidate && (await readJournal(other))?.digest === digest) return other;
  }
  return own;
}

function lastChange(path: string): string | undefined {
  const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
  return stats && `${stats.size} ${stats.mtimeNs}`;
}

function underWay(processName: string): CliError {
  return usageError(`the same import is running in ${processName}`, 'wait until it has finished, or stop it');
}

function changedFile(name: string, finished: number): CliError {
  return usageError(
    `${name} has changed since an earlier run of this import, which finished ${counted(finished, 'rows')}; nothing was sent`,
    '--resume continues with the other rows if the finished ones are unchanged; --restart sends every row, which creates rows without an ID a second time',
  );
}

/** Returns the state in a journal, or undefined if there is no readable one. */
async function readJournal(path: string): Promise<JournalState | undefined> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return undefined;
  const [done, refused] = [new Numbers(), new Numbers()];
  let header: { readonly seed: string; readonly digest: string } | undefined;
  let changedDigest: string | undefined;
  let owner = 0;
  let sent = 0;
  let finished = 0;
  for await (const { line, text } of readLines(createReadStream(path, 'utf8'))) {
    if (line === 1) header = readHeader(text);
    changedDigest = /^digest ([0-9a-f]+)\.$/.exec(text)?.[1] ?? changedDigest;
    const [, word, digits, checksum] =
      /^(?:(pid|sent|refused) )?(\d+)(?: ([0-9a-f]{1,8}))?\.$/.exec(text) ?? [];
    const number = Number(digits);
    if (word === 'pid') owner = number;
    else if (word === 'sent') sent = Math.max(sent, number);
    else if (word === 'refused') refused.set(number, 1);
    else if (checksum !== undefined) {
      if (done.get(number) === 0) finished++;
      done.set(number, Number.parseInt(checksum, 16));
    }
  }
  if (header === undefined) return undefined;
  const { seed, digest } = header;
  const content = { digest: changedDigest ?? digest, hasChanged: changedDigest !== undefined };
  return { seed, ...content, pid: owner, sent, finished, done, refused };
}

function readHeader(text: string): { readonly seed: string; readonly digest: string } | undefined {
  try {
    const { version, seed, digest } = JSON.parse(text);
    return version === 2 && typeof seed === 'string' && typeof digest === 'string'
      ? { seed, digest }
      : undefined;
  } catch {
    return undefined;
  }
}

/** True if the process that wrote the journal still runs. Its ID alone may have been reused by another process. */
function isRunningImport(path: string, owner: number): boolean {
  return Date.now() - statSync(path).mtimeMs <= maxSilenceMs && isOwnedElsewhere(owner);
}
