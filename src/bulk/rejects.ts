import { closeSync, openSync, rmSync } from 'node:fs';
import { appendWhole } from '../lib/files/append.ts';
import { writeFailure } from '../lib/files/target.ts';
import { writeObject } from '../lib/json/slices.ts';
import type { Row } from './rows/row.ts';

/**
 * File of refused rows, as NDJSON: each with its line in `$line` and the reason in `$reason`. Once fixed, the file can
 * be imported: imports ignore these two. Created with the first row; only the owner can read it, since rows may contain
 * passwords.
 */
export class Rejects {
  readonly path: string;
  #file: number | undefined;

  /** @param path absolute; a file of an earlier run is replaced */
  constructor(path: string) {
    this.path = path;
  }

  /** @throws CliError exit 1 if the file can't be written */
  add({ line, fields }: Row, reason: string): void {
    this.#write([
      ['$line', `${line}`],
      ['$reason', JSON.stringify(reason)],
      ...[...fields].filter(([name]) => name !== '$line' && name !== '$reason'),
    ]);
  }

  /** Adds what is known by its ID only. @throws CliError exit 1 if the file can't be written */
  addItem(id: string, reason: string): void {
    this.#write([
      ['$id', JSON.stringify(id)],
      ['$reason', JSON.stringify(reason)],
    ]);
  }

  #write(members: Iterable<readonly [string, string]>): void {
    try {
      this.#file ??= create(this.path);
      appendWhole(this.#file, `${writeObject(members)}\n`);
    } catch (error) {
      throw writeFailure(this.path, error);
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/** Creates the file anew: an existing one may be readable by others, or a link to another file. */
function create(path: string): number {
  rmSync(path, { force: true });
  return openSync(path, 'ax', 0o600);
}
