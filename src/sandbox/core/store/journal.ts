import fs from 'node:fs';
import path from 'node:path';
import { encodeJson, isList, type Json, type JsonObject, parseJson } from '../json.ts';

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

  /** @param folder exists, and belongs to this process alone */
  constructor(folder: string) {
    this.#file = path.join(folder, 'journal.ndjson');
  }

  /**
   * Yields every acknowledged change, in order.
   * @throws Error if a line other than the last is damaged
   */
  *read(): Generator<Change> {
    if (!fs.existsSync(this.#file)) return;
    const bytes = fs.readFileSync(this.#file);
    const whole = bytes.subarray(0, bytes.lastIndexOf('\n') + 1);
    const lines = whole.toString('utf8').split('\n').slice(0, -1);
    for (const [index, line] of lines.entries()) yield* this.#parse(line, index + 1);
    fs.truncateSync(this.#file, whole.length);
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

  /** Replaces the content of the file with these changes; the old file stays until the new one is complete. */
  rewrite(changes: Iterable<Change>): void {
    this.close();
    const draft = `${this.#file}.new`;
    const descriptor = fs.openSync(draft, 'w', 0o600);
    for (const change of changes) writeAll(descriptor, Buffer.from(line([change])));
    fs.fsyncSync(descriptor);
    fs.closeSync(descriptor);
    fs.renameSync(draft, this.#file);
  }

  /** @throws Error if the disk refuses the write; the file then holds nothing of it */
  append(changes: readonly Change[]): void {
    this.#descriptor ??= fs.openSync(this.#file, 'a', 0o600);
    const { size } = fs.fstatSync(this.#descriptor);
    try {
      writeAll(this.#descriptor, Buffer.from(line(changes)));
    } catch (error) {
      fs.ftruncateSync(this.#descriptor, size);
      throw error;
    }
  }

  close(): void {
    if (this.#descriptor !== undefined) fs.closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += fs.writeSync(descriptor, bytes, written);
}

const line = (changes: readonly Change[]) => `${encodeJson(changes as unknown as Json)}\n`;
