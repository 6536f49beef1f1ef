import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { writeFailure } from '../../lib/files/target.ts';
import type { Content } from './read-file.ts';

const bufferLength = 128 * 1024;

/** A file that is written from its beginning to its end, and hashed on the way. */
export class HashingFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  #hash: Hash = createHash('sha256');
  #bytes = 0;
  #texts: string[] = [];
  #length = 0;

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
  }

  /** Creates the file, or empties it. @param path absolute @throws CliError exit 1 */
  static async create(path: string): Promise<HashingFile> {
    return new HashingFile(path, await attempt(path, () => open(path, 'w', 0o600)));
  }

  /** Adds text. @returns a promise if there was enough to write @throws CliError exit 1, such as on a full disk */
  add(text: string): Promise<void> | undefined {
    this.#texts.push(text);
    this.#length += text.length;
    return this.#length < bufferLength ? undefined : this.#flush();
  }

  /** Writes bytes. @throws CliError exit 1, such as on a full disk */
  async write(chunk: Uint8Array): Promise<void> {
    const written = this.#writeAt(chunk, this.#bytes);
    // Meanwhile, on this thread.
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    await attempt(this.#path, () => written);
  }

  async #writeAt(chunk: Uint8Array, position: number): Promise<void> {
    for (let at = 0; at < chunk.length; ) {
      const { bytesWritten } = await this.#handle.write(chunk, at, undefined, position + at);
      at += bytesWritten;
    }
  }

  /** Discards what has been written. */
  async restart(): Promise<void> {
    await attempt(this.#path, () => this.#handle.truncate(0));
    this.#hash = createHash('sha256');
    this.#bytes = 0;
  }

  async #flush(): Promise<void> {
    const text = this.#texts.join('');
    this.#texts = [];
    this.#length = 0;
    if (text !== '') await this.write(Buffer.from(text));
  }

  /** Writes the rest to the disk. @throws CliError exit 1 */
  async finish(): Promise<Content> {
    try {
      await this.#flush();
      await attempt(this.#path, () => this.#handle.sync());
    } finally {
      await this.#handle.close();
    }
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Closes a file that is not finished. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => {});
  }
}

async function attempt<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw writeFailure(path, error);
  }
}
