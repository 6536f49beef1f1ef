import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { writeFailure } from '../lib/files/target.ts';
import { writeObject } from '../lib/json/slices.ts';
import type { Row } from './rows/row.ts';

/**
 * The rows that were refused, as NDJSON: each as it was, with its line in `$line` and why in `$reason`. Mended, the
 * file can be imported: names with a dollar that mean nothing are passed over. It is made when the first row comes;
 * rows may hold passwords, so only the owner can read it.
 */
export class Rejects {
  readonly path: string;
  #file: number | undefined;

  /** @param path absolute; what an earlier run has left there is replaced */
  constructor(path: string) {
    this.path = path;
  }

  /** @throws CliError exit 1 where the file can't be written */
  add({ line, fields }: Row, reason: string): void {
    const members = new Map([
      ['$line', `${line}`],
      ['$reason', JSON.stringify(reason)],
      ...[...fields].filter(([name]) => name !== '$line' && name !== '$reason'),
    ]);
    try {
      this.#file ??= create(this.path);
      writeSync(this.#file, `${writeObject(members)}\n`);
    } catch (error) {
      throw writeFailure(this.path, error);
    }
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/** A new file: one that was there may be readable by others, or a link to elsewhere. */
function create(path: string): number {
  rmSync(path, { force: true });
  return openSync(path, 'wx', 0o600);
}
