import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { writeFailure } from '../../lib/files/target.ts';
import { WriteBehind } from '../../lib/files/write-behind.ts';
import type { Content } from './read-file.ts';

const bufferLength = 128 * 1024;

/** A file that is written from its beginning to its end, and hashed on the way. */
export class HashingFile {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #writer: WriteBehind;
  #hash: Hash = createHash('sha256');
  #bytes = 0;
  #texts: string[] = [];
  #length = 0;

  private constructor(path: string, handle: FileHandle) {
    this.#path = path;
    this.#handle = handle;
    this.#writer = new WriteBehind(handle);
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

  /**
   * Takes bytes, which the caller must not change afterwards.
   * @throws CliError exit 1 if these or earlier ones could not be written, such as on a full disk
   */
  async write(chunk: Uint8Array): Promise<void> {
    const written = this.#writer.write(chunk);
    // Meanwhile, on this thread.
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    await attempt(this.#path, () => written);
  }

  /** Discards what has been written. */
  async restart(): Promise<void> {
    await attempt(this.#path, () => this.#writer.restart());
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
      await attempt(this.#path, async () => {
        await this.#writer.drain();
        await this.#handle.sync();
        await this.#handle.close();
      });
    } catch (error) {
      await this.abandon();
      throw error;
    }
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Closes a file that is not finished. */
  async abandon(): Promise<void> {
    await this.#writer.abandon();
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
