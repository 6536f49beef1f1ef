import fs from 'node:fs';
import path from 'node:path';
import { encodeJson, isList, type Json, type JsonObject, parseJson } from '../json.ts';

/** `[scope, collection, id, record]` puts, without a record deletes, without an ID clears the collection. */
export type Change =
  | readonly [scope: string, collection: string, id: string, record: JsonObject]
  | readonly [scope: string, collection: string, id: string]
  | readonly [scope: string, collection: string];

/**
 * A file with a line for each group of changes that belong together. A line is written whole before its request is
 * answered; what a kill tears off the last line was never acknowledged, and is dropped when the file is read again.
 */
export class Journal {
  readonly #file: string;
  #descriptor: number | undefined;

  /** @param folder exists, and belongs to this process alone */
  constructor(folder: string) {
    this.#file = path.join(folder, 'journal.ndjson');
  }

  /**
   * Every change that was acknowledged, in order.
   * @throws Error when a line other than the last is damaged
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

  /** Starts the file anew with just these changes; the old one stays until the new one is complete. */
  rewrite(changes: Iterable<Change>): void {
    this.close();
    const draft = `${this.#file}.new`;
    const descriptor = fs.openSync(draft, 'w', 0o600);
    for (const change of changes) writeAll(descriptor, Buffer.from(line([change])));
    fs.fsyncSync(descriptor);
    fs.closeSync(descriptor);
    fs.renameSync(draft, this.#file);
  }

  /** @throws Error when the disk doesn't take it; nothing of it is left in the file then */
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
