/** Writes texts in the order of their positions, as soon as those before have come. */
export class OrderedLines {
  readonly #write: (text: string) => Promise<void>;
  readonly #waiting = new Map<number, string>();
  #next = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(write: (text: string) => Promise<void>) {
    this.#write = write;
  }

  /** Number of positions that wait for earlier ones. */
  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * @param position from 0; each once
   * @throws what writing throws, also for an earlier text
   */
  async put(position: number, text: string): Promise<void> {
    this.#waiting.set(position, text);
    let ready = '';
    for (let next = this.#waiting.get(this.#next); next !== undefined; next = this.#waiting.get(this.#next)) {
      ready += next;
      this.#waiting.delete(this.#next++);
    }
    if (ready !== '') this.#writing = this.#writing.then(() => this.#write(ready));
    await this.#writing;
  }

  /** Writes what is left although positions before are missing, since no more of them will come. */
  async end(): Promise<void> {
    const rest = [...this.#waiting].sort(([one], [other]) => one - other).map(([, text]) => text);
    this.#waiting.clear();
    await this.#writing.then(() => (rest.length > 0 ? this.#write(rest.join('')) : undefined));
  }
}
