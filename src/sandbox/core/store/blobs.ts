import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { makeFolders } from '../../../lib/files/folders.ts';
import { isOwnedElsewhere } from '../../../lib/files/ownership.ts';

/** Data too large for the journal, each in a file of its own. Without a data folder the files are temporary. */
export class Blobs {
  #folder: string | undefined;
  readonly #temporary: boolean;
  #kept: ReadonlySet<string> = new Set();
  /** Kept blobs that have been removed; they go at the end. */
  readonly #removed = new Set<string>();

  /** @param dataDir folder to store them in; without one, a temporary folder that `close` removes */
  constructor(dataDir?: string) {
    this.#temporary = dataDir === undefined;
    if (dataDir !== undefined) this.#folder = path.join(dataDir, 'blobs');
  }

  /** Creates an empty blob, and returns the name to store in a record. */
  create(): string {
    const name = randomBytes(10).toString('hex');
    fs.writeFileSync(this.#path(name), '', { flag: 'wx', mode: 0o600 });
    return name;
  }

  /** Writes bytes at an offset; a gap before them reads as zeros until it is filled. */
  write(name: string, offset: number, bytes: Uint8Array): void {
    const descriptor = fs.openSync(this.#path(name), 'r+');
    try {
      for (let written = 0; written < bytes.length; ) {
        written += fs.writeSync(descriptor, bytes, written, bytes.length - written, offset + written);
      }
    } finally {
      fs.closeSync(descriptor);
    }
  }

  /** Reads the bytes from `start` up to, not including, `end`; all of them by default. */
  read(name: string, start = 0, end = this.size(name)): Readable {
    if (end <= start) return Readable.from([]);
    const path = this.#path(name);
    // Opened at once: the file may be gone before the first read, and an answer may never be read at all.
    const fd = fs.openSync(path, 'r');
    return fs.createReadStream(path, { fd, start, end: end - 1 });
  }

  /** Copies a blob, and returns the name of the copy. */
  copy(name: string): string {
    const copy = this.create();
    fs.copyFileSync(this.#path(name), this.#path(copy), fs.constants.COPYFILE_FICLONE);
    return copy;
  }

  size(name: string): number {
    return fs.statSync(this.#path(name)).size;
  }

  remove(name: string): void {
    if (this.#kept.has(name)) this.#removed.add(name);
    else fs.rmSync(this.#path(name), { force: true });
  }

  /** Lets `remove` leave these blobs on the disk until `close`, since a reset may bring their records back. */
  keep(names: ReadonlySet<string>): void {
    this.#kept = names;
  }

  /**
   * Removes the blobs that no record names: a killed run left them, which had not stored their record yet.
   * @param named names in records
   */
  sweep(named: ReadonlySet<string>): void {
    if (this.#folder === undefined || !fs.existsSync(this.#folder)) return;
    for (const name of named) this.#removed.delete(name);
    for (const entry of fs.readdirSync(this.#folder, { withFileTypes: true })) {
      if (entry.isFile() && blobName.test(entry.name) && !named.has(entry.name)) this.remove(entry.name);
    }
  }

  /** Returns the path of a blob, for programs that read files. */
  pathOf(name: string): string {
    return this.#path(name);
  }

  /** Returns a folder that lasts as long as the blobs, and creates it if it is absent. */
  folder(name: string): string {
    const folder = this.#path(name);
    makeFolders(folder, 0o700);
    return folder;
  }

  close(): void {
    for (const name of this.#removed) fs.rmSync(this.#path(name), { force: true });
    if (this.#temporary && this.#folder !== undefined)
      fs.rmSync(this.#folder, { recursive: true, force: true });
  }

  #path(name: string): string {
    if (this.#folder === undefined) {
      removeAbandoned();
      this.#folder = fs.mkdtempSync(path.join(os.tmpdir(), `appwrite-sandbox-${process.pid}-`));
    } else makeFolders(this.#folder, 0o700);
    return path.join(this.#folder, name);
  }
}

const blobName = /^[0-9a-f]{20}$/;
const temporaryName = /^appwrite-sandbox-(\d+)-\w{6}$/;
/** A process of another container has a process ID of its own; its folder is in use until it has been quiet so long. */
const abandonedAfterMs = 60 * 60 * 1000;

/** The folder for temporary files may be one that takes files, but can't be listed. */
function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

/** Removes the temporary folders that killed sandboxes of this user left. */
function removeAbandoned(): void {
  const parent = os.tmpdir();
  for (const name of namesIn(parent)) {
    const owner = temporaryName.exec(name)?.[1];
    if (owner === undefined || Number(owner) === process.pid || isOwnedElsewhere(Number(owner))) continue;
    const folder = path.join(parent, name);
    try {
      const { mtimeMs, uid } = fs.lstatSync(folder);
      if (uid !== process.getuid?.() || Date.now() - mtimeMs < abandonedAfterMs) continue;
      fs.rmSync(folder, { recursive: true, force: true });
    } catch {
      // Another process has removed it; it does not concern this run.
    }
  }
}
