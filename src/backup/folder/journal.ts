/** Progress of a backup that is not finished, in its folder, so that the same command continues it. */
import { closeSync, fsyncSync, openSync, readFileSync } from 'node:fs';
import { pid } from 'node:process';
import { CliError, usageError } from '../../errors.ts';
import { appendWhole } from '../../lib/files/append.ts';
import { claim, isOwnedElsewhere, release } from '../../lib/files/ownership.ts';
import { writeFailure } from '../../lib/files/target.ts';
import { isSamePart, type Part } from '../parts.ts';
import type { Missing } from '../snapshot.ts';
import type { ChangedWhileRead, PartEntry } from './manifest.ts';
import type { Content } from './read-file.ts';

/** The name is none that a part has. */
export const journalName = '.journal.ndjson';

/** A part that is finished. */
export interface DonePart extends PartEntry {
  readonly changed: ChangedWhileRead | undefined;
  /** Files that could not be stored. */
  readonly missing: readonly Missing[];
  /** True if all lines are those of an earlier backup. */
  readonly isLinked: boolean;
  /** Number of files whose bytes are those of an earlier backup. */
  readonly linkedFiles: number;
}

/** Bytes of a file that are finished. */
export interface DoneBytes extends Content {
  /** Members of the file's line by which it is recognised. */
  readonly stamp: string;
  readonly isLinked: boolean;
}

type Record =
  | { readonly version: 1; readonly identity: string }
  | { readonly startedAt: string }
  | { readonly pid: number }
  | { readonly part: DonePart }
  | { readonly bytes: string; readonly done: DoneBytes };

export interface JournalOptions {
  /** Absolute path of the folder, which exists. */
  readonly folder: string;
  /** As it is shown. */
  readonly shown: string;
  /** Everything that decides what the backup holds. */
  readonly identity: string;
}

export class BackupJournal {
  /** True if an earlier run has left something. */
  readonly isContinued: boolean;
  readonly #path: string;
  readonly #file: number;
  readonly #parts: DonePart[] = [];
  /** Those of earlier runs only: a run asks for none twice, and there may be millions. */
  readonly #bytes = new Map<string, DoneBytes>();
  #hasNewBytes = false;
  #startedAt: string | undefined;

  /** @throws CliError exit 2 if the folder belongs to another backup, or another process writes it */
  constructor({ folder, shown, identity }: JournalOptions) {
    this.#path = `${folder}/${journalName}`;
    const records = readRecords(this.#path);
    const header = records.find((record) => 'identity' in record);
    const owner = records.findLast((record) => 'pid' in record);
    if (header && header.identity !== identity)
      throw usageError(
        `${shown} is the unfinished part of another backup: of another project, with another selection or other flags`,
        'delete it, or choose another name',
      );
    if (!claim(this.#path) || (owner && isOwnedElsewhere(owner.pid)))
      throw usageError(`another process is writing ${shown}`);
    this.#startedAt = records.find((record) => 'startedAt' in record)?.startedAt;
    this.isContinued = header !== undefined;
    for (const record of records) {
      if ('part' in record) this.#parts.push(record.part);
      if ('bytes' in record) this.#bytes.set(record.bytes, record.done);
    }
    try {
      this.#file = openSync(this.#path, 'a', 0o600);
      // A line that was cut off by a kill must not swallow the next one.
      if (this.isContinued) appendWhole(this.#file, '\n');
      if (!header) this.#append({ version: 1, identity });
      this.#append({ pid });
    } catch (error) {
      release(this.#path);
      throw error instanceof CliError ? error : writeFailure(this.#path, error);
    }
  }

  /** Returns the time at which the first run began to read. @param now that of this run, as ISO 8601 */
  startedAt(now: string): string {
    if (this.#startedAt === undefined) {
      this.#startedAt = now;
      this.#append({ startedAt: now });
    }
    return this.#startedAt;
  }

  /** True if there is something to continue. */
  get hasProgress(): boolean {
    return this.#parts.length > 0 || this.#bytes.size > 0 || this.#hasNewBytes;
  }

  part(part: Part): DonePart | undefined {
    return this.#parts.findLast((done) => isSamePart(done.part, part));
  }

  bytes(path: string): DoneBytes | undefined {
    return this.#bytes.get(path);
  }

  addPart(part: DonePart): void {
    this.#parts.push(part);
    this.#append({ part });
  }

  addBytes(path: string, done: DoneBytes): void {
    this.#hasNewBytes = true;
    this.#append({ bytes: path, done });
  }

  close(): void {
    closeSync(this.#file);
    release(this.#path);
  }

  #append(record: Record): void {
    try {
      appendWhole(this.#file, `${JSON.stringify(record)}\n`);
      if (!('bytes' in record)) fsyncSync(this.#file);
    } catch (error) {
      throw writeFailure(this.#path, error);
    }
  }
}

function readRecords(path: string): Record[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line): Record[] => {
    try {
      return line === '' ? [] : [JSON.parse(line)];
    } catch {
      // Cut off by a kill.
      return [];
    }
  });
}
