import fs from 'node:fs';
import path from 'node:path';
import { encodeJson, isList, type Json, type JsonObject, parseJson } from '../json.ts';
import { journalName } from './data-folder.ts';

/**
 * `[scope, collection, id, record]` puts a record; without a record it deletes, without an ID it clears the collection.
 */
export type Change =
  | readonly [scope: string, collection: string, id: string, record: JsonObject]
  | readonly [scope: string, collection: string, id: string]
  | readonly [scope: string, collection: string];

/**
 * A file with one line for each group of changes that belong together. A line is written completely before its request
 * is answered. A partial last line, left by a kill, was never acknowledged and is dropped when the file is read.
 */
export class Journal {
  readonly #file: string;
  #descriptor: number | undefined;
  readonly #minOvergrownBytes: number;
  /** True after a partial line that could not be cut off. Another line after it would make the file unreadable. */
  #isTorn = false;
  /** Size after the last rewrite. */
  #rewrittenBytes = 0;

  /**
   * @param folder exists, and belongs to this process alone
   * @param minOvergrownBytes a smaller file is never overgrown
   */
  constructor(folder: string, minOvergrownBytes = 64 * 1024 * 1024) {
    this.#file = path.join(folder, journalName);
    this.#minOvergrownBytes = minOvergrownBytes;
  }

  /**
   * Yields every acknowledged change, in order.
   * @throws Error if a line other than the last is damaged, or if the file is a link, which could lead to any file
   */
  *read(): Generator<Change> {
    const stats = fs.lstatSync(this.#file, { throwIfNoEntry: false });
    if (stats === undefined) return;
    if (!stats.isFile()) throw new Error(`${this.#file} is not a regular file`);
    let number = 0;
    let wholeBytes = 0;
    for (const line of linesOf(this.#file)) {
      number++;
      wholeBytes += line.length + 1;
      yield* this.#parse(line.toString('utf8'), number);
    }
    fs.truncateSync(this.#file, wholeBytes);
    this.#rewrittenBytes = wholeBytes;
  }

  /** True if most of the file is probably outdated, so that a rewrite would shorten it. */
  get isOvergrown(): boolean {
    if (this.#descriptor === undefined) return false;
    return fs.fstatSync(this.#descriptor).size > Math.max(this.#minOvergrownBytes, 2 * this.#rewrittenBytes);
  }

  #parse(line: string, number: number): Change[] {
    let changes: Json;
    try {
      changes = parseJson(line);
    } catch {
      changes = null;
    }
    if (!isList(changes)) throw new Error(`${this.#file}: line ${number} is damaged`);
    return changes as unknown as Change[];
  }

  /**
   * Replaces the content of the file with these changes; the old file stays until the new one is complete.
   * @throws Error if the disk refuses the write; the old file then stays in use
   */
  rewrite(changes: Iterable<Change>): void {
    const draft = `${this.#file}.new`;
    let bytes = 0;
    try {
      // A new file: a link in its place could lead to any file of the user.
      fs.rmSync(draft, { force: true });
      const descriptor = fs.openSync(draft, 'wx', 0o600);
      try {
        for (const change of changes) bytes += writeAll(descriptor, Buffer.from(line([change])));
        fs.fsyncSync(descriptor);
      } finally {
        fs.closeSync(descriptor);
      }
      fs.renameSync(draft, this.#file);
    } catch (error) {
      fs.rmSync(draft, { force: true });
      // Not tried again with every change: that would write everything each time.
      this.#rewrittenBytes = fs.statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
      throw error;
    }
    this.close();
    this.#rewrittenBytes = bytes;
  }

  /** @throws Error if the disk refuses the write; the file then holds nothing of it, or takes no other line */
  append(changes: readonly Change[]): void {
    if (this.#isTorn) {
      const message = `${this.#file} ends in a partial line: nothing can be stored until a restart`;
      throw Object.assign(new Error(message), { code: 'EROFS' });
    }
    this.#descriptor ??= fs.openSync(this.#file, 'a', 0o600);
    const { size } = fs.fstatSync(this.#descriptor);
    try {
      writeAll(this.#descriptor, Buffer.from(line(changes)));
    } catch (error) {
      this.#isTorn = true;
      fs.ftruncateSync(this.#descriptor, size);
      this.#isTorn = false;
      throw error;
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) fs.closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

/** Returns the number of bytes. */
function writeAll(descriptor: number, bytes: Buffer): number {
  for (let written = 0; written < bytes.length; ) written += fs.writeSync(descriptor, bytes, written);
  return bytes.length;
}

const readBytes = 1024 * 1024;
const lineFeed = 0x0a;

/** Yields the complete lines of a file, without their line feeds. The file may be longer than a string can be. */
function* linesOf(file: string): Generator<Buffer> {
  const descriptor = fs.openSync(file, 'r');
  try {
    let begun: Buffer[] = [];
    for (;;) {
      const block = Buffer.allocUnsafe(readBytes);
      const length = fs.readSync(descriptor, block);
      if (length === 0) return;
      let start = 0;
      for (
        let end = block.indexOf(lineFeed);
        end !== -1 && end < length;
        end = block.indexOf(lineFeed, start)
      ) {
        yield Buffer.concat([...begun, block.subarray(start, end)]);
        begun = [];
        start = end + 1;
      }
      begun.push(block.subarray(start, length));
    }
  } finally {
    fs.closeSync(descriptor);
  }
}

const line = (changes: readonly Change[]) => `${encodeJson(changes as unknown as Json)}\n`;
